package dev.messenger.storage.jdbc;

import static java.util.stream.Collectors.groupingBy;

import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.ChatSummary;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Watermark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Direct chats. Takes no chat's lock: opening one touches rows that nobody else can see yet.
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

    private static final String HEADS =
            """
            SELECT c.id, c.user_low, c.user_high, c.last_seq, c.archived_at IS NULL AS open,
                   me.user_id AS my_id, me.delivered_seq AS my_delivered, me.read_seq AS my_read,
                   o.user_id AS other_id, o.delivered_seq AS other_delivered,
                   o.read_seq AS other_read
            FROM chat_members me
            JOIN chats c ON c.id = me.chat_id AND c.kind = 'direct'
            JOIN chat_members o ON o.chat_id = c.id AND o.user_id <> me.user_id
            WHERE me.user_id =
            """;

    @Override
    public List<ChatHead> heads(long userId) {
        return headsOf(List.of(userId)).getOrDefault(userId, List.of());
    }

    /// The array stands in a SELECT so that PostgreSQL does not look at how long it is: it would find each
    /// plan made for that length cheaper than the one it keeps, and plan anew each time, which takes
    /// longer than the query.
    @Override
    public Map<Long, List<ChatHead>> headsOf(Collection<Long> userIds) {
        String sql =
                HEADS
                        + """
                        ANY((SELECT ?)::bigint[])
                        ORDER BY c.id
                        """;
        return pool.read(
                connection ->
                        Sql.list(connection, sql, JdbcChats::head, Values.bigints(userIds)).stream()
                                .collect(groupingBy(head -> head.marks().getFirst().userId())));
    }

    @Override
    public Optional<ChatHead> head(long chatId, long userId) {
        String sql =
                HEADS
                        + """
                        ? AND me.chat_id = ?
                        """;
        return pool.read(connection -> Sql.first(connection, sql, JdbcChats::head, userId, chatId));
    }

    private static ChatHead head(ResultSet row) throws SQLException {
        return new ChatHead(
                chat(row), row.getBoolean("open"), List.of(mark(row, "my"), mark(row, "other")));
    }

    private static Watermark mark(ResultSet row, String whose) throws SQLException {
        return new Watermark(
                row.getLong("id"),
                row.getLong(whose + "_id"),
                row.getLong(whose + "_delivered"),
                row.getLong(whose + "_read"));
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
