package dev.messenger.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// What a decided batch writes, each kind in one statement whose text does not depend on how many
/// there are.
final class BatchWrites {

    private record Change(
            long chatId, long seq, String kind, OptionalLong messageId, long actorId) {}

    private record Post(MessageState message, ChatState chat) {}

    private final UUID batchKey = UUID.randomUUID();
    private final List<Post> posts = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<MessageState> changedMessages = new LinkedHashSet<>();
    private final List<UploadState> lostFiles = new ArrayList<>();
    private final List<Erasure> erasures = new ArrayList<>();

    void post(ChatState chat, MessageState message) {
        posts.add(new Post(message, chat));
    }

    void edit(MessageState message, long seq, long actorId) {
        changedMessages.add(message);
        changes.add(
                new Change(
                        message.key.chatId(), seq, "edit", OptionalLong.of(message.id()), actorId));
    }

    void archive(MessageState message, long seq, long actorId) {
        message.file().ifPresent(lostFiles::add);
        changedMessages.add(message);
        changes.add(
                new Change(
                        message.key.chatId(),
                        seq,
                        "archive",
                        OptionalLong.of(message.id()),
                        actorId));
    }

    void archiveChat(ChatState chat, long seq, long actorId) {
        changes.add(new Change(chat.id, seq, "archive_chat", OptionalLong.empty(), actorId));
    }

    void erase(Erasure erasure) {
        erasures.add(erasure);
        changes.add(
                new Change(
                        erasure.chatId(),
                        erasure.seq(),
                        "erase",
                        OptionalLong.empty(),
                        erasure.actorId()));
    }

    boolean isEmpty() {
        return posts.isEmpty() && changes.isEmpty();
    }

    /// Once all is written.
    Evidence evidence() {
        List<MessageState> messages = posts.stream().map(Post::message).toList();
        if (changes.isEmpty()) {
            long chatId = messages.getFirst().key.chatId();
            return new Evidence(chatId, batchKey, OptionalLong.empty(), messages);
        }
        Change change = changes.getFirst();
        return new Evidence(change.chatId(), batchKey, OptionalLong.of(change.seq()), messages);
    }

    void write(Connection connection, Collection<ChatState> chats) throws SQLException {
        insertMessages(connection);
        attachFiles(connection);
        updateMessages(connection);
        deleteFiles(connection);
        for (Erasure erasure : erasures) {
            erasure.write(connection);
        }
        insertChanges(connection);
        updateChats(connection, chats.stream().filter(ChatState::changed).toList());
    }

    private void insertMessages(Connection connection) throws SQLException {
        if (posts.isEmpty()) {
            return;
        }
        // Ordered, so that ids rise with seq; they come back in that order.
        String sql =
                """
                INSERT INTO messages (chat_id, seq, sender_id, client_msg_id, request_hash,
                                      content, time_stamp, reply_to, file_id)
                SELECT chat_id, seq, sender_id, client_msg_id, request_hash,
                       content, time_stamp, reply_to, file_id
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                    AS t (chat_id, seq, sender_id, client_msg_id, request_hash,
                          content, time_stamp, reply_to, file_id, position)
                ORDER BY position
                RETURNING id
                """;
        List<Long> ids =
                Sql.list(
                        connection,
                        sql,
                        row -> row.getLong("id"),
                        Values.bigints(posts, post -> post.message().key.chatId()),
                        Values.bigints(posts, post -> post.message().seq),
                        Values.bigints(posts, post -> post.message().key.senderId()),
                        Values.uuids(posts, post -> post.message().key.clientMsgId()),
                        Values.byteStrings(posts, post -> post.message().requestHash),
                        Values.texts(posts, post -> post.message().content()),
                        Values.times(posts, post -> post.message().timeStamp),
                        Values.optionalBigints(posts, post -> post.message().replyTo),
                        Values.optionalBigints(posts, BatchWrites::fileId));
        for (int i = 0; i < ids.size(); i++) {
            Post post = posts.get(i);
            post.message().inserted(ids.get(i));
            post.chat().post(ids.get(i));
        }
    }

    private static OptionalLong fileId(Post post) {
        return post.message()
                .file()
                .map(file -> OptionalLong.of(file.id()))
                .orElse(OptionalLong.empty());
    }

    private void attachFiles(Connection connection) throws SQLException {
        List<MessageState> taking =
                posts.stream()
                        .map(Post::message)
                        .filter(message -> message.file().isPresent())
                        .toList();
        if (taking.isEmpty()) {
            return;
        }
        String sql =
                """
                UPDATE files f
                SET message_id = t.message_id, name = t.name
                FROM unnest(?, ?, ?) AS t (id, message_id, name)
                WHERE f.id = t.id
                """;
        Sql.update(
                connection,
                sql,
                Values.bigints(taking, message -> message.file().orElseThrow().id()),
                Values.bigints(taking, MessageState::id),
                Values.texts(taking, message -> message.file().orElseThrow().name()));
    }

    private void updateMessages(Connection connection) throws SQLException {
        if (changedMessages.isEmpty()) {
            return;
        }
        String sql =
                """
                UPDATE messages m
                SET content = t.content, is_edited = t.is_edited,
                    archived_at = CASE WHEN t.archived THEN now() END,
                    file_id = CASE WHEN NOT t.archived THEN m.file_id END
                FROM unnest(?, ?, ?, ?) AS t (id, content, is_edited, archived)
                WHERE m.id = t.id
                """;
        Sql.update(
                connection,
                sql,
                Values.bigints(changedMessages, MessageState::id),
                Values.texts(changedMessages, MessageState::content),
                Values.booleans(changedMessages, MessageState::edited),
                Values.booleans(changedMessages, MessageState::archived));
    }

    private void deleteFiles(Connection connection) throws SQLException {
        if (lostFiles.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM files WHERE id = ANY(?)";
        Sql.update(connection, sql, Values.bigints(lostFiles, UploadState::id));
    }

    private void insertChanges(Connection connection) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        String sql =
                """
                INSERT INTO changes (chat_id, seq, kind, message_id, actor_id, batch_key)
                SELECT chat_id, seq, kind, message_id, actor_id, ?
                FROM unnest(?, ?, ?, ?, ?) AS t (chat_id, seq, kind, message_id, actor_id)
                """;
        Sql.update(
                connection,
                sql,
                batchKey,
                Values.bigints(changes, Change::chatId),
                Values.bigints(changes, Change::seq),
                Values.texts(changes, Change::kind),
                Values.optionalBigints(changes, Change::messageId),
                Values.bigints(changes, Change::actorId));
    }

    private static void updateChats(Connection connection, List<ChatState> chats)
            throws SQLException {
        String sql =
                """
                UPDATE chats c
                SET last_seq = t.last_seq,
                    last_at = CASE WHEN t.newest_post IS NULL THEN c.last_at ELSE now() END,
                    last_message_id = CASE
                        WHEN t.newest_unknown THEN (
                            SELECT m.id FROM messages m
                            WHERE m.chat_id = c.id AND m.archived_at IS NULL
                            ORDER BY m.seq DESC
                            LIMIT 1)
                        ELSE coalesce(t.newest_post, c.last_message_id) END,
                    archived_at = CASE WHEN NOT t.open THEN coalesce(c.archived_at, now()) END
                FROM unnest(?, ?, ?, ?, ?)
                    AS t (id, last_seq, newest_post, newest_unknown, open)
                WHERE c.id = t.id
                """;
        Sql.update(
                connection,
                sql,
                Values.bigints(chats, chat -> chat.id),
                Values.bigints(chats, ChatState::lastSeq),
                Values.optionalBigints(chats, ChatState::newestPost),
                Values.booleans(chats, ChatState::newestUnknown),
                Values.booleans(chats, ChatState::isOpen));
    }
}
