package dev.messenger.server.torture;

import dev.messenger.server.torture.Frame.Mark;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// What is in the database when all is over, read past the server.
record Stored(Map<Long, Chat> chats, List<Message> messages, List<Change> changes) {

    /// @param members and how far the server believes each has received
    record Chat(long id, long lastSeq, Map<Long, Long> members) {}

    record Message(
            long id,
            long chatId,
            long seq,
            long senderId,
            UUID clientMsgId,
            Mark mark,
            boolean archived) {}

    record Change(long chatId, long seq, String kind, long messageId, long actorId) {}

    /// Where the database is, and who asks.
    record Source(String url, String user, String password) {

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    Map<Long, Long> heads() {
        Map<Long, Long> heads = new HashMap<>();
        chats.forEach((id, chat) -> heads.put(id, chat.lastSeq()));
        return heads;
    }

    Set<Long> chatsOf(long userId) {
        Set<Long> own = new TreeSet<>();
        chats.values().stream()
                .filter(chat -> chat.members().containsKey(userId))
                .forEach(chat -> own.add(chat.id()));
        return own;
    }

    static Stored read(Source source) throws SQLException {
        try (Connection connection = source.connect()) {
            Map<Long, Chat> chats = new TreeMap<>();
            rows(connection, "SELECT id, last_seq FROM chats")
                    .forEach(
                            row ->
                                    chats.put(
                                            number(row, 0),
                                            new Chat(
                                                    number(row, 0),
                                                    number(row, 1),
                                                    new TreeMap<>())));
            for (List<Object> row :
                    rows(
                            connection,
                            """
                            SELECT chat_id, user_id, delivered_seq
                            FROM chat_members
                            WHERE left_seq IS NULL
                            """)) {
                Objects.requireNonNull(chats.get(number(row, 0)))
                        .members()
                        .put(number(row, 1), number(row, 2));
            }
            List<Message> messages =
                    rows(
                                    connection,
                                    """
                                    SELECT id, chat_id, seq, sender_id, client_msg_id, content,
                                           archived_at IS NOT NULL
                                    FROM messages
                                    ORDER BY chat_id, seq
                                    """)
                            .stream()
                            .map(
                                    row ->
                                            new Message(
                                                    number(row, 0),
                                                    number(row, 1),
                                                    number(row, 2),
                                                    number(row, 3),
                                                    (UUID) row.get(4),
                                                    Mark.in((String) row.get(5)),
                                                    (Boolean) row.get(6)))
                            .toList();
            List<Change> changes =
                    rows(
                                    connection,
                                    """
                                    SELECT chat_id, seq, kind, coalesce(message_id, -1), actor_id
                                    FROM changes
                                    ORDER BY chat_id, seq
                                    """)
                            .stream()
                            .map(
                                    row ->
                                            new Change(
                                                    number(row, 0),
                                                    number(row, 1),
                                                    (String) row.get(2),
                                                    number(row, 3),
                                                    number(row, 4)))
                            .toList();
            return new Stored(chats, messages, changes);
        }
    }

    /// The last number of each chat, for who only wants to know how far there is to go.
    static Map<Long, Long> heads(Source source) throws SQLException {
        try (Connection connection = source.connect()) {
            Map<Long, Long> heads = new HashMap<>();
            rows(connection, "SELECT id, last_seq FROM chats")
                    .forEach(row -> heads.put(number(row, 0), number(row, 1)));
            return heads;
        }
    }

    /// How many members' watermarks are below what their devices say they have received.
    static long unreceived(Source source) throws SQLException {
        try (Connection connection = source.connect()) {
            String sql =
                    """
                    SELECT count(*)
                    FROM chat_members m
                    JOIN chats c ON c.id = m.chat_id
                    WHERE m.delivered_seq < c.last_seq
                    """;
            return number(rows(connection, sql).getFirst(), 0);
        }
    }

    private static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static long number(List<Object> row, int column) {
        return ((Number) row.get(column)).longValue();
    }
}
