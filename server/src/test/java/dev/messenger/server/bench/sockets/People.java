package dev.messenger.server.bench.sockets;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Users with a session each, and a chat between every two of them, put into the server's database
/// directly: as many as are wanted, in a second or two. On the main thread.
final class People {

    /// One statement each; the first parameter is the logins' beginning.
    private static final List<String> STATEMENTS =
            List.of(
                    """
                    INSERT INTO users (login, login_key, user_name, name_key, password_hash)
                    SELECT p || n, p || n, p || n, p || n, '!'
                    FROM (SELECT ?::text AS p) AS prefix, generate_series(1, ?) AS n
                    """,
                    """
                    INSERT INTO sessions (id, user_id, token_hash, device,
                                          created_at, last_seen, expires_at)
                    SELECT gen_random_uuid(), id, sha256(convert_to('token of ' || id, 'UTF8')),
                           'bench', now(), now(), now() + interval '30 days'
                    FROM users WHERE starts_with(login, ?)
                    """,
                    """
                    WITH u AS (
                        SELECT id, row_number() OVER (ORDER BY id) AS n
                        FROM users WHERE starts_with(login, ?)
                    )
                    INSERT INTO chats (kind, user_low, user_high)
                    SELECT 'direct', a.id, b.id
                    FROM u AS a JOIN u AS b ON b.n = a.n + 1
                    WHERE a.n % 2 = 1
                    """,
                    """
                    INSERT INTO chat_members (chat_id, user_id)
                    SELECT c.id, member
                    FROM users AS u
                    JOIN chats AS c ON c.user_low = u.id
                    CROSS JOIN LATERAL unnest(ARRAY[c.user_low, c.user_high]) AS member
                    WHERE starts_with(u.login, ?)
                    """);

    private People() {}

    /// Two users and the chat between them.
    record Pair(long chatId, long low, long high) {

        Visit visitOfLow() {
            return visit(low);
        }

        Visit visitOfHigh() {
            return visit(high);
        }

        private static Visit visit(long userId) {
            return Visit.of("token of " + userId);
        }
    }

    /// @param prefix of their logins, used by nobody else
    static List<Pair> create(Connection database, String prefix, int pairs) throws SQLException {
        for (int i = 0; i < STATEMENTS.size(); i++) {
            try (PreparedStatement statement = database.prepareStatement(STATEMENTS.get(i))) {
                statement.setString(1, prefix);
                if (i == 0) {
                    statement.setInt(2, 2 * pairs);
                }
                statement.executeUpdate();
            }
        }
        try (PreparedStatement analyze = database.prepareStatement("ANALYZE")) {
            analyze.execute();
        }
        return pairs(database, prefix);
    }

    /// Has the first of two pairs, the lower user of each, chat as well.
    ///
    /// @return their chat
    static long introduce(Connection database, Pair one, Pair other) throws SQLException {
        String sql =
                """
                WITH c AS (
                    INSERT INTO chats (kind, user_low, user_high)
                    VALUES ('direct', least(?, ?), greatest(?, ?))
                    RETURNING id, user_low, user_high
                )
                INSERT INTO chat_members (chat_id, user_id)
                SELECT id, unnest(ARRAY[user_low, user_high]) FROM c
                RETURNING chat_id
                """;
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < 4; i += 2) {
                statement.setLong(i + 1, one.low());
                statement.setLong(i + 2, other.low());
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<Pair> pairs(Connection database, String prefix) throws SQLException {
        String sql =
                """
                SELECT c.id, c.user_low, c.user_high
                FROM chats AS c JOIN users AS u ON u.id = c.user_low
                WHERE starts_with(u.login, ?)
                ORDER BY c.id
                """;
        List<Pair> pairs = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setString(1, prefix);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    pairs.add(new Pair(row.getLong(1), row.getLong(2), row.getLong(3)));
                }
            }
        }
        return pairs;
    }
}
