package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What a batch must know before it is decided, each kind in one statement of a [Trip]. All but the
/// chats is read under the chats' locks, so that nobody else can change it before the commit: in a
/// trip, the locks go first.
final class BatchReads {

    private BatchReads() {}

    /// Locks the chats in the order of their ids, and leaves out those that are locked elsewhere.
    static List<ChatState> lockChats(Trip trip, Set<Long> ids) {
        String sql =
                """
                SELECT id, user_low, user_high, last_seq, coalesce(last_message_id, 0) AS newest,
                       archived_at IS NULL AS open
                FROM chats
                WHERE id = ANY(?) AND kind = 'direct'
                ORDER BY id
                FOR NO KEY UPDATE SKIP LOCKED
                """;
        return trip.list(
                sql,
                row ->
                        new ChatState(
                                row.getLong("id"),
                                row.getLong("user_low"),
                                row.getLong("user_high"),
                                row.getLong("last_seq"),
                                row.getLong("newest"),
                                row.getBoolean("open")),
                Values.bigints(ids));
    }

    /// Those of the chats that there are, locked or not.
    static List<Long> existingChats(Trip trip, Set<Long> ids) {
        String sql = "SELECT id FROM chats WHERE id = ANY(?) AND kind = 'direct'";
        return trip.list(sql, row -> row.getLong("id"), Values.bigints(ids));
    }

    static List<MessageState> messagesById(Trip trip, Set<Long> ids) {
        String sql =
                """
                SELECT m.id, m.chat_id, m.seq, m.sender_id, m.client_msg_id, m.request_hash,
                       m.content, m.time_stamp, m.is_edited, m.archived_at IS NOT NULL AS archived,
                       m.reply_to, r.read_seq, f.id AS file_id, f.owner_id, f.handle, f.name, f.path
                FROM messages m
                JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
                LEFT JOIN files f ON f.id = m.file_id
                WHERE m.id = ANY(?)
                """;
        return trip.list(sql, BatchReads::message, Values.bigints(ids));
    }

    /// Of those that are stored under the keys of these posts, the ids and no more: there are some only
    /// when something is sent again.
    static List<Long> storedMessageIds(Trip trip, List<Append.Post> posts) {
        String sql =
                """
                SELECT m.id
                FROM unnest(?, ?, ?) AS k (chat_id, sender_id, client_msg_id)
                JOIN messages m ON m.chat_id = k.chat_id AND m.sender_id = k.sender_id
                               AND m.client_msg_id = k.client_msg_id
                """;
        return trip.list(
                sql,
                row -> row.getLong("id"),
                Values.bigints(posts, Append.Post::chatId),
                Values.bigints(posts, Append.Post::actorId),
                Values.uuids(posts, Append.Post::clientMsgId));
    }

    /// Numbers that no message has, each higher than those before it. A message that comes to nothing
    /// leaves a hole.
    static List<Long> newMessageIds(Trip trip, int count) {
        String sql =
                "SELECT nextval('messages_id_seq') AS id FROM generate_series(1, CAST(? AS int))";
        return trip.list(sql, row -> row.getLong("id"), count);
    }

    /// Locks those of the uploads that no message has taken, and leaves out those that are locked
    /// elsewhere.
    static List<UploadState> lockUploads(Trip trip, Set<String> handles) {
        String sql =
                """
                SELECT id AS file_id, owner_id, handle, name, path
                FROM files
                WHERE handle = ANY(?) AND message_id IS NULL
                ORDER BY id
                FOR UPDATE SKIP LOCKED
                """;
        return trip.list(sql, BatchReads::upload, Values.texts(handles));
    }

    /// Those of the uploads that no message has taken, locked or not.
    static List<String> freeUploads(Trip trip, Set<String> handles) {
        String sql = "SELECT handle FROM files WHERE handle = ANY(?) AND message_id IS NULL";
        return trip.list(sql, row -> row.getString("handle"), Values.texts(handles));
    }

    private static MessageState message(ResultSet row) throws SQLException {
        return new MessageState(
                row.getLong("id"),
                new MessageState.Key(
                        row.getLong("chat_id"),
                        row.getLong("sender_id"),
                        row.getObject("client_msg_id", UUID.class)),
                row.getLong("seq"),
                row.getBytes("request_hash"),
                row.getString("content"),
                Sql.time(row, "time_stamp"),
                row.getBoolean("is_edited"),
                row.getBoolean("archived"),
                row.getLong("read_seq"),
                Sql.number(row, "reply_to"),
                row.getObject("handle") == null ? Optional.empty() : Optional.of(upload(row)));
    }

    private static UploadState upload(ResultSet row) throws SQLException {
        return new UploadState(
                row.getLong("file_id"),
                row.getLong("owner_id"),
                row.getString("handle"),
                row.getString("name"),
                row.getString("path"));
    }
}
