package dev.messenger.storage.jdbc;

import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads messages of open chats, and the logs of all.
final class JdbcMessages implements Messages {

    private final Pool pool;

    JdbcMessages(Pool pool) {
        this.pool = pool;
    }

    /// Of chats that are open, with who got them and how far these have read.
    private static final String MESSAGES =
            """
            SELECT m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
                   m.client_msg_id, m.content, m.time_stamp, m.is_edited,
                   m.seq <= r.read_seq AS is_read, m.reply_to, f.handle, f.name
            FROM messages m
            JOIN chats c ON c.id = m.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
            JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
            LEFT JOIN files f ON f.id = m.file_id
            """;

    /// The message of that id if it is in a chat of that member; takes id, member, id.
    ///
    /// It is looked for in the same two places whether there is such a message or not, and nothing that
    /// belongs to it is looked at before: the time it takes would tell others that there is one.
    static final String OWN_MESSAGE =
            """
            own AS MATERIALIZED (
                SELECT ?::bigint AS id
                FROM chat_members me
                WHERE me.user_id = ?
                  AND me.chat_id = COALESCE((SELECT chat_id FROM messages WHERE id = ?), 0)
            )
            """;

    @Override
    public Optional<Message> find(long messageId, long memberId) {
        String sql =
                "WITH "
                        + OWN_MESSAGE
                        + MESSAGES
                        + """
                        WHERE m.id = (SELECT id FROM own) AND m.archived_at IS NULL
                        """;
        return pool.read(
                connection ->
                        Sql.first(
                                connection,
                                sql,
                                JdbcMessages::message,
                                messageId,
                                memberId,
                                messageId));
    }

    @Override
    public List<Message> newestFirst(long chatId, long offset, int limit) {
        return page(chatId, Long.MAX_VALUE, offset, limit);
    }

    @Override
    public List<Message> before(long chatId, long beforeSeq, int limit) {
        return page(chatId, beforeSeq, 0, limit);
    }

    /// The page is cut before it is joined, so that what the offset skips costs no joins; the chat is
    /// named again, because the planner does not see into the page.
    private List<Message> page(long chatId, long beforeSeq, long offset, int limit) {
        String sql =
                """
                SELECT m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
                       m.client_msg_id, m.content, m.time_stamp, m.is_edited,
                       m.seq <= r.read_seq AS is_read, m.reply_to, f.handle, f.name
                FROM (
                    SELECT id, chat_id, seq, sender_id, client_msg_id, content, time_stamp,
                           is_edited, reply_to, file_id
                    FROM messages
                    WHERE chat_id = ? AND seq < ? AND archived_at IS NULL
                    ORDER BY seq DESC
                    OFFSET ? LIMIT ?
                ) m
                JOIN chats c ON c.id = m.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
                JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
                LEFT JOIN files f ON f.id = m.file_id
                WHERE c.id = ?
                ORDER BY m.seq DESC
                """;
        return pool.read(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                JdbcMessages::message,
                                chatId,
                                beforeSeq,
                                offset,
                                limit,
                                chatId));
    }

    @Override
    public List<LogEntry> log(long chatId, long afterSeq, int limit) {
        // Limited by number: there are no holes, and so neither table is read beyond the last one.
        String sql =
                """
                SELECT e.log_seq, e.kind, e.message_id, e.actor_id,
                       c.archived_at IS NULL AND m.archived_at IS NULL AS visible,
                       m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
                       m.client_msg_id, m.content, m.time_stamp, m.is_edited,
                       m.seq <= r.read_seq AS is_read, m.reply_to, f.handle, f.name
                FROM (
                    SELECT chat_id, seq AS log_seq, 'post' AS kind, id AS message_id,
                           sender_id AS actor_id
                    FROM messages
                    WHERE chat_id = ? AND seq > ? AND seq <= ?
                    UNION ALL
                    SELECT chat_id, seq, kind, message_id, actor_id
                    FROM changes
                    WHERE chat_id = ? AND seq > ? AND seq <= ?
                ) e
                JOIN chats c ON c.id = e.chat_id AND c.kind = 'direct'
                LEFT JOIN messages m ON m.id = e.message_id
                LEFT JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
                LEFT JOIN files f ON f.id = m.file_id
                ORDER BY e.log_seq
                """;
        long last = afterSeq > Long.MAX_VALUE - limit ? Long.MAX_VALUE : afterSeq + limit;
        return pool.read(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                row -> entry(chatId, row),
                                chatId,
                                afterSeq,
                                last,
                                chatId,
                                afterSeq,
                                last));
    }

    private static LogEntry entry(long chatId, ResultSet row) throws SQLException {
        long seq = row.getLong("log_seq");
        String kind = row.getString("kind");
        return switch (kind) {
            case "post" -> row.getBoolean("visible") ? posted(row) : deleted(chatId, seq, row);
            case "edit" -> row.getBoolean("visible") ? edited(seq, row) : deleted(chatId, seq, row);
            case "archive" -> deleted(chatId, seq, row);
            case "archive_chat" -> new LogEntry.ChatArchived(chatId, seq);
            case "erase" -> new LogEntry.Erased(chatId, seq, row.getLong("actor_id"));
            default ->
                    throw new IllegalStateException("kind: " + kind + " (expected: a known one)");
        };
    }

    private static LogEntry posted(ResultSet row) throws SQLException {
        return new LogEntry.Posted(message(row));
    }

    private static LogEntry edited(long seq, ResultSet row) throws SQLException {
        return new LogEntry.Edited(message(row), seq);
    }

    private static LogEntry deleted(long chatId, long seq, ResultSet row) throws SQLException {
        return new LogEntry.Deleted(chatId, seq, row.getLong("message_id"));
    }

    @Override
    public List<Message> oldestFirst(long chatId, long afterSeq, int limit) {
        String sql =
                MESSAGES
                        + """
                        WHERE m.chat_id = ? AND c.id = ? AND m.seq > ? AND m.archived_at IS NULL
                        ORDER BY m.seq
                        LIMIT ?
                        """;
        return pool.read(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                JdbcMessages::message,
                                chatId,
                                chatId,
                                afterSeq,
                                limit));
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong("id"),
                row.getLong("chat_id"),
                row.getLong("seq"),
                row.getLong("sender_id"),
                row.getLong("recipient_id"),
                row.getObject("client_msg_id", UUID.class),
                row.getString("content"),
                Sql.time(row, "time_stamp"),
                row.getBoolean("is_edited"),
                row.getBoolean("is_read"),
                Sql.number(row, "reply_to"),
                attachment(row.getString("handle"), row.getString("name")));
    }

    private static Optional<Message.Attachment> attachment(
            @Nullable String handle, @Nullable String name) {
        return handle == null || name == null
                ? Optional.empty()
                : Optional.of(new Message.Attachment(handle, name));
    }
}
