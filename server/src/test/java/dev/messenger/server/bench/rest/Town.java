package dev.messenger.server.bench.rest;

import dev.messenger.server.bench.contest.Caller;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// Those whom the requests are about: one who logs in, 3,000 others, and a chat with each of them.
///
/// The one comes over REST, as people do; the others are written to the database, which is quicker.
///
/// @param token of the one
/// @param full chats with 50 messages each
/// @param small chats with one message each
/// @param empty chats to write to
/// @param names numbers that people have in their names
record Town(long id, String token, Range full, Range small, Range empty, Range names) {

    static final String PASSWORD = "correct horse";

    private static final int CHATS = 1_000;
    private static final int MESSAGES = 50;
    private static final int FIRST_NAME = 10_001;

    /// Numbers that follow each other.
    record Range(long first, long last) {}

    static Town of(Stage stage) throws Exception {
        return stage.shared(Town.class, () -> build(stage.server()));
    }

    private static Town build(Server server)
            throws IOException, InterruptedException, SQLException {
        Caller caller = new Caller(server);
        caller.post(
                "/registration",
                "",
                Map.of("user_name", "Mayor", "login", "mayor", "password", PASSWORD));
        var mayor = caller.post("/login", "", Map.of("login", "mayor", "password", PASSWORD));
        long id = mayor.get("id").asLong();
        try (Connection connection = server.connect()) {
            long first = settle(connection, id);
            return new Town(
                    id,
                    mayor.get("token").asString(),
                    new Range(first, first + CHATS - 1),
                    new Range(first + CHATS, first + 2 * CHATS - 1),
                    new Range(first + 2 * CHATS, first + 3 * CHATS - 1),
                    new Range(FIRST_NAME, FIRST_NAME + 3 * CHATS - 1));
        }
    }

    /// @return the first chat
    private static long settle(Connection connection, long mayor) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    """
                    INSERT INTO users (login, login_key, user_name, name_key, password_hash)
                    SELECT 'resident' || n, 'resident' || n, 'Resident ' || n, 'resident ' || n, ''
                    FROM generate_series(%1$d, %1$d + %2$d - 1) n
                    """
                            .formatted(FIRST_NAME, 3 * CHATS));
            statement.execute(
                    """
                    INSERT INTO chats (kind, user_low, user_high)
                    SELECT 'direct', %1$d, id FROM users WHERE login LIKE 'resident%%' ORDER BY id
                    """
                            .formatted(mayor));
            statement.execute(
                    """
                    INSERT INTO chat_members (chat_id, user_id)
                    SELECT id, unnest(ARRAY[user_low, user_high]) FROM chats
                    """);
            long first = first(statement);
            fill(statement, first, first + CHATS - 1, MESSAGES);
            fill(statement, first + CHATS, first + 2 * CHATS - 1, 1);
            connection.commit();
            connection.setAutoCommit(true);
            // What would else happen in the midst of a round.
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
            return first;
        }
    }

    private static long first(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT min(id) FROM chats")) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Seq by seq, so that the messages of a chat lie among those of others, as they do where people
    /// talk at the same time.
    private static void fill(Statement statement, long first, long last, int messages)
            throws SQLException {
        statement.execute(
                """
                INSERT INTO messages (chat_id, seq, sender_id, client_msg_id, content, time_stamp)
                SELECT c.id, n, CASE n %% 2 WHEN 0 THEN user_low ELSE user_high END,
                       gen_random_uuid(), 'Message ' || n || ' of this chat: ' || repeat('word ', 18),
                       now()
                FROM generate_series(1, %d) n CROSS JOIN chats c
                WHERE c.id BETWEEN %d AND %d
                ORDER BY n, c.id
                """
                        .formatted(messages, first, last));
        statement.execute(
                """
                UPDATE chats c
                SET last_seq = m.seq, last_message_id = m.id
                FROM messages m
                WHERE m.chat_id = c.id AND m.seq = %d AND c.id BETWEEN %d AND %d
                """
                        .formatted(messages, first, last));
    }
}
