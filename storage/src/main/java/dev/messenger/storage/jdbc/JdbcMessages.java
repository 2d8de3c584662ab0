package dev.messenger.storage.jdbc;

import dev.messenger.storage.Message;
import dev.messenger.storage.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads messages of open chats.
final class JdbcMessages implements Messages {

    private final Pool pool;

    JdbcMessages(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Message> find(long messageId) {
        String sql =
                """
                SELECT m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
                       m.content, m.time_stamp, m.is_edited, m.seq <= r.read_seq AS is_read,
                       f.handle, f.name
                FROM messages m
                JOIN chats c ON c.id = m.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
                JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
                LEFT JOIN files f ON f.id = m.file_id
                WHERE m.id = ? AND m.archived_at IS NULL
                """;
        return pool.read(
                connection -> Sql.first(connection, sql, JdbcMessages::message, messageId));
    }

    @Override
    public List<Message> newestFirst(long chatId, long offset, int limit) {
        // The page is cut before it is joined, so that what the offset skips costs no joins; the
        // chat is
        // named again, because the planner does not see into the page.
        String sql =
                """
                SELECT m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
                       m.content, m.time_stamp, m.is_edited, m.seq <= r.read_seq AS is_read,
                       f.handle, f.name
                FROM (
                    SELECT id, chat_id, seq, sender_id, content, time_stamp, is_edited, file_id
                    FROM messages
                    WHERE chat_id = ? AND archived_at IS NULL
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
                                offset,
                                limit,
                                chatId));
    }

    @Override
    public List<Message> oldestFirst(long chatId, long afterSeq, int limit) {
        String sql =
                """
                SELECT m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
                       m.content, m.time_stamp, m.is_edited, m.seq <= r.read_seq AS is_read,
                       f.handle, f.name
                FROM messages m
                JOIN chats c ON c.id = m.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
                JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
                LEFT JOIN files f ON f.id = m.file_id
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
                row.getString("content"),
                Sql.time(row, "time_stamp"),
                row.getBoolean("is_edited"),
                row.getBoolean("is_read"),
                attachment(row.getString("handle"), row.getString("name")));
    }

    private static Optional<Message.Attachment> attachment(
            @Nullable String handle, @Nullable String name) {
        return handle == null || name == null
                ? Optional.empty()
                : Optional.of(new Message.Attachment(handle, name));
    }
}
