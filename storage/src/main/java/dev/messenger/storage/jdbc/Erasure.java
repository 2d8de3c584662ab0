package dev.messenger.storage.jdbc;

import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Takes away what one user wrote in one chat; seldom asked for, so in statements of its own.
final class Erasure {

    private final long chatId;
    private final long actorId;
    private final long seq;
    private List<Long> messageIds = List.of();
    private List<String> orphans = List.of();

    Erasure(long chatId, long actorId, long seq) {
        this.chatId = chatId;
        this.actorId = actorId;
        this.seq = seq;
    }

    long chatId() {
        return chatId;
    }

    long actorId() {
        return actorId;
    }

    long seq() {
        return seq;
    }

    void write(Connection connection) throws SQLException {
        messageIds = visible(connection).reversed();
        orphans = deleteFiles(connection);
        emptyMessages(connection);
    }

    private List<Long> visible(Connection connection) throws SQLException {
        String sql =
                """
                SELECT m.id
                FROM messages m JOIN chats c ON c.id = m.chat_id AND c.archived_at IS NULL
                WHERE m.chat_id = ? AND m.sender_id = ? AND m.archived_at IS NULL
                ORDER BY m.seq DESC
                LIMIT ?
                """;
        return Sql.list(
                connection, sql, row -> row.getLong("id"), chatId, actorId, Appended.MOST_ERASED);
    }

    private List<String> deleteFiles(Connection connection) throws SQLException {
        String sql =
                """
                DELETE FROM files f
                USING messages m
                WHERE f.id = m.file_id AND m.chat_id = ? AND m.sender_id = ?
                RETURNING f.path
                """;
        return Sql.list(connection, sql, row -> row.getString("path"), chatId, actorId);
    }

    /// Of archived messages too: they kept their content. The hash would let content be guessed.
    private void emptyMessages(Connection connection) throws SQLException {
        String sql =
                """
                UPDATE messages
                SET content = '', request_hash = NULL, file_id = NULL,
                    archived_at = coalesce(archived_at, now())
                WHERE chat_id = ? AND sender_id = ?
                """;
        Sql.update(connection, sql, chatId, actorId);
    }

    /// Once it is written.
    Appended result(Chat chat) {
        return new Appended.Erased(chat, seq, messageIds, orphans);
    }
}
