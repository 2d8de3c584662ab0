package dev.messenger.storage.jdbc;

import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatSummary;
import dev.messenger.storage.Chats;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Direct chats and read marks. Takes no chat's lock: opening one touches rows that nobody else can
/// see yet, and marks are rows of their own.
final class JdbcChats implements Chats {

    private final Pool pool;

    JdbcChats(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Creation create(long userId, long otherId) {
        long low = Math.min(userId, otherId);
        long high = Math.max(userId, otherId);
        if (low == high) {
            return new Creation.NoSuchUser();
        }
        return pool.transaction(connection -> create(connection, low, high));
    }

    private static Creation create(Connection connection, long low, long high) throws SQLException {
        if (!bothLive(connection, low, high)) {
            return new Creation.NoSuchUser();
        }
        // Looked for first, so that asking again does not use up ids.
        Optional<Long> open = open(connection, low, high);
        while (open.isEmpty()) {
            Optional<Long> created = insert(connection, low, high);
            if (created.isPresent()) {
                addMembers(connection, created.get(), low, high);
                return new Creation.Created(created.get());
            }
            // Somebody else was quicker; and may even have archived it since.
            open = open(connection, low, high);
        }
        return new Creation.Exists(open.get());
    }

    private static boolean bothLive(Connection connection, long low, long high)
            throws SQLException {
        String sql = "SELECT id FROM users WHERE id IN (?, ?) AND erased_at IS NULL";
        return Sql.list(connection, sql, row -> row.getLong("id"), low, high).size() == 2;
    }

    private static Optional<Long> open(Connection connection, long low, long high)
            throws SQLException {
        String sql =
                """
                SELECT id FROM chats
                WHERE user_low = ? AND user_high = ? AND archived_at IS NULL
                """;
        return Sql.first(connection, sql, row -> row.getLong("id"), low, high);
    }

    private static Optional<Long> insert(Connection connection, long low, long high)
            throws SQLException {
        String sql =
                """
                INSERT INTO chats (kind, user_low, user_high) VALUES ('direct', ?, ?)
                ON CONFLICT (user_low, user_high) WHERE archived_at IS NULL DO NOTHING
                RETURNING id
                """;
        return Sql.first(connection, sql, row -> row.getLong("id"), low, high);
    }

    private static void addMembers(Connection connection, long chatId, long low, long high)
            throws SQLException {
        String sql = "INSERT INTO chat_members (chat_id, user_id) VALUES (?, ?), (?, ?)";
        Sql.update(connection, sql, chatId, low, chatId, high);
    }

    @Override
    public Optional<Chat> find(long chatId) {
        String sql =
                """
                SELECT id, user_low, user_high, last_seq
                FROM chats
                WHERE id = ? AND kind = 'direct' AND archived_at IS NULL
                """;
        return pool.read(connection -> Sql.first(connection, sql, JdbcChats::chat, chatId));
    }

    private static final String SUMMARY =
            """
            SELECT c.id AS chat_id, o.id AS other_id, o.user_name,
                   EXISTS (SELECT 1 FROM avatars a WHERE a.user_id = o.id) AS has_avatar,
                   l.content, l.time_stamp,
                   (SELECT count(*) FROM messages u
                    WHERE u.chat_id = c.id AND u.seq > me.read_seq
                      AND u.sender_id <> me.user_id AND u.archived_at IS NULL) AS unread
            FROM chat_members me
            JOIN chats c ON c.id = me.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
            JOIN chat_members other ON other.chat_id = c.id AND other.user_id <> me.user_id
            JOIN users o ON o.id = other.user_id
            LEFT JOIN messages l ON l.id = c.last_message_id
            WHERE me.user_id = ?
            """;

    @Override
    public List<ChatSummary> list(long userId) {
        String sql =
                SUMMARY
                        + """
                        ORDER BY c.last_at DESC, c.last_message_id DESC NULLS LAST, c.id DESC
                        """;
        return pool.read(connection -> Sql.list(connection, sql, JdbcChats::summary, userId));
    }

    @Override
    public Optional<ChatSummary> summary(long chatId, long userId) {
        String sql =
                SUMMARY
                        + """
                        AND me.chat_id = ?
                        """;
        return pool.read(
                connection -> Sql.first(connection, sql, JdbcChats::summary, userId, chatId));
    }

    @Override
    public List<Membership> memberships(long userId, long afterChatId, int limit) {
        String sql =
                """
                SELECT c.id, c.last_seq, o.id AS other_id, o.user_name,
                       me.delivered_seq, me.read_seq,
                       other.delivered_seq AS other_delivered_seq, other.read_seq AS other_read_seq
                FROM chat_members me
                JOIN chats c ON c.id = me.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
                JOIN chat_members other ON other.chat_id = c.id AND other.user_id <> me.user_id
                JOIN users o ON o.id = other.user_id
                WHERE me.user_id = ? AND me.chat_id > ?
                ORDER BY me.chat_id
                LIMIT ?
                """;
        return pool.read(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                JdbcChats::membership,
                                userId,
                                afterChatId,
                                limit));
    }

    @Override
    public List<Long> idsOf(long userId) {
        String sql = "SELECT chat_id FROM chat_members WHERE user_id = ? ORDER BY chat_id";
        return pool.read(
                connection -> Sql.list(connection, sql, row -> row.getLong("chat_id"), userId));
    }

    /// The mark's row is locked before it is read, so that of two calls at once each message is newly
    /// read in one.
    @Override
    public Optional<ReadMark> markRead(long messageId, long readerId, int limit) {
        String sql =
                """
                WITH named AS (
                    SELECT m.id, m.chat_id, m.seq, m.sender_id
                    FROM messages m
                    JOIN chats c ON c.id = m.chat_id AND c.archived_at IS NULL
                    WHERE m.id = ? AND m.sender_id <> ? AND m.archived_at IS NULL
                ), mark AS (
                    SELECT r.chat_id, r.user_id, r.read_seq
                    FROM chat_members r JOIN named n ON n.chat_id = r.chat_id
                    WHERE r.user_id = ?
                    FOR NO KEY UPDATE OF r
                ), moved AS (
                    UPDATE chat_members r
                    SET read_seq = n.seq, delivered_seq = GREATEST(r.delivered_seq, n.seq)
                    FROM mark, named n
                    WHERE r.chat_id = mark.chat_id AND r.user_id = mark.user_id
                      AND mark.read_seq < n.seq
                )
                SELECT n.id, n.chat_id, n.sender_id, ARRAY(
                    SELECT m.id
                    FROM messages m
                    WHERE m.chat_id = n.chat_id AND m.seq > mark.read_seq AND m.seq <= n.seq
                      AND m.sender_id <> mark.user_id AND m.archived_at IS NULL
                    ORDER BY m.seq DESC
                    LIMIT ?) AS newly_read
                FROM named n, mark
                """;
        return pool.write(
                connection ->
                        Sql.first(
                                connection,
                                sql,
                                row -> readMark(row, readerId),
                                messageId,
                                readerId,
                                readerId,
                                limit));
    }

    private static ReadMark readMark(ResultSet row, long readerId) throws SQLException {
        List<Long> newlyRead =
                Stream.of((Long[]) row.getArray("newly_read").getArray()).toList().reversed();
        return new ReadMark(
                row.getLong("chat_id"),
                row.getLong("sender_id"),
                readerId,
                newlyRead.isEmpty() ? List.of(row.getLong("id")) : newlyRead);
    }

    private static Chat chat(ResultSet row) throws SQLException {
        return new Chat(
                row.getLong("id"),
                row.getLong("user_low"),
                row.getLong("user_high"),
                row.getLong("last_seq"));
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                row.getLong("id"),
                row.getLong("other_id"),
                row.getString("user_name"),
                row.getLong("last_seq"),
                new Marks(row.getLong("delivered_seq"), row.getLong("read_seq")),
                new Marks(row.getLong("other_delivered_seq"), row.getLong("other_read_seq")));
    }

    private static ChatSummary summary(ResultSet row) throws SQLException {
        String content = row.getString("content");
        return new ChatSummary(
                row.getLong("chat_id"),
                row.getLong("other_id"),
                row.getString("user_name"),
                row.getBoolean("has_avatar"),
                content == null
                        ? Optional.empty()
                        : Optional.of(new ChatSummary.Last(content, Sql.time(row, "time_stamp"))),
                row.getLong("unread"));
    }
}
