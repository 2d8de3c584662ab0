package dev.messenger.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// What a batch's transaction leaves in the tables if it commits, and no other transaction can.
///
/// A change carries its batch's random key, so one change tells. Without one, all posts must be there,
/// with the ids they were given: a single post may have been sent again and stored by another process,
/// even under the same number.
///
/// @param chatId a chat that the transaction had locked and wrote to
/// @param changeSeq the number of a change in that chat
/// @param posts all of the batch, looked for where it has no change
record Evidence(long chatId, UUID batchKey, OptionalLong changeSeq, List<MessageState> posts) {

    /// Locks the chat first: the transaction held that lock and may still be committing, but once we
    /// have it, that one has ended, and what it left is there for the next statement to see.
    boolean isThere(Connection connection) throws SQLException {
        Sql.list(
                connection,
                "SELECT id FROM chats WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getLong("id"),
                chatId);
        return changeSeq.isPresent()
                ? changeIsThere(connection, changeSeq.getAsLong())
                : postsAreThere(connection);
    }

    private boolean changeIsThere(Connection connection, long seq) throws SQLException {
        String sql = "SELECT seq FROM changes WHERE chat_id = ? AND seq = ? AND batch_key = ?";
        return Sql.first(connection, sql, row -> row.getLong("seq"), chatId, seq, batchKey)
                .isPresent();
    }

    private boolean postsAreThere(Connection connection) throws SQLException {
        String sql =
                """
                SELECT m.id
                FROM unnest(?, ?, ?, ?) AS t (id, chat_id, seq, client_msg_id)
                JOIN messages m ON m.id = t.id AND m.chat_id = t.chat_id AND m.seq = t.seq
                               AND m.client_msg_id = t.client_msg_id
                """;
        List<Long> found =
                Sql.list(
                        connection,
                        sql,
                        row -> row.getLong("id"),
                        Values.bigints(posts, post -> post.id),
                        Values.bigints(posts, post -> post.key.chatId()),
                        Values.bigints(posts, post -> post.seq),
                        Values.uuids(posts, post -> post.key.clientMsgId()));
        return found.size() == posts.size();
    }
}
