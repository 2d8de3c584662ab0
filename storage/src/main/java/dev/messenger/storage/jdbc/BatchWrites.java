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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a decided batch writes, each kind in one statement whose text does not depend on how many
/// there are.
final class BatchWrites {

    private record Change(
            long chatId, long seq, String kind, @Nullable Long messageId, long actorId) {}

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
        changes.add(new Change(message.key.chatId(), seq, "edit", message.id(), actorId));
    }

    void archive(MessageState message, long seq, long actorId) {
        message.file().ifPresent(lostFiles::add);
        changedMessages.add(message);
        changes.add(new Change(message.key.chatId(), seq, "archive", message.id(), actorId));
    }

    void archiveChat(ChatState chat, long seq, long actorId) {
        changes.add(new Change(chat.id, seq, "archive_chat", null, actorId));
    }

    void erase(Erasure erasure) {
        erasures.add(erasure);
        changes.add(new Change(erasure.chatId(), erasure.seq(), "erase", null, erasure.actorId()));
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
                       content, time_stamp::timestamptz, reply_to, file_id
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
                        Sql.Values.bigints(column(posts, post -> post.message().key.chatId())),
                        Sql.Values.bigints(column(posts, post -> post.message().seq)),
                        Sql.Values.bigints(column(posts, post -> post.message().key.senderId())),
                        Sql.Values.uuids(column(posts, post -> post.message().key.clientMsgId())),
                        Sql.Values.byteStrings(column(posts, post -> post.message().requestHash)),
                        Sql.Values.texts(column(posts, post -> post.message().content())),
                        Sql.Values.texts(
                                column(posts, post -> post.message().timeStamp.toString())),
                        Sql.Values.bigints(column(posts, BatchWrites::replyTo)),
                        Sql.Values.bigints(column(posts, BatchWrites::fileId)));
        for (int i = 0; i < ids.size(); i++) {
            Post post = posts.get(i);
            post.message().inserted(ids.get(i));
            post.chat().post(ids.get(i));
        }
    }

    private static @Nullable Long replyTo(Post post) {
        return orNull(post.message().replyTo);
    }

    private static @Nullable Long fileId(Post post) {
        return post.message().file().map(UploadState::id).orElse(null);
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
                Sql.Values.bigints(column(taking, message -> message.file().orElseThrow().id())),
                Sql.Values.bigints(column(taking, MessageState::id)),
                Sql.Values.texts(column(taking, message -> message.file().orElseThrow().name())));
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
                Sql.Values.bigints(column(changedMessages, MessageState::id)),
                Sql.Values.texts(column(changedMessages, MessageState::content)),
                Sql.Values.booleans(column(changedMessages, MessageState::edited)),
                Sql.Values.booleans(column(changedMessages, MessageState::archived)));
    }

    private void deleteFiles(Connection connection) throws SQLException {
        if (lostFiles.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM files WHERE id = ANY(?)";
        Sql.update(connection, sql, Sql.Values.bigints(column(lostFiles, UploadState::id)));
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
                Sql.Values.bigints(column(changes, Change::chatId)),
                Sql.Values.bigints(column(changes, Change::seq)),
                Sql.Values.texts(column(changes, Change::kind)),
                Sql.Values.bigints(column(changes, Change::messageId)),
                Sql.Values.bigints(column(changes, Change::actorId)));
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
                Sql.Values.bigints(column(chats, chat -> chat.id)),
                Sql.Values.bigints(column(chats, ChatState::lastSeq)),
                Sql.Values.bigints(column(chats, BatchWrites::newestPost)),
                Sql.Values.booleans(column(chats, ChatState::newestUnknown)),
                Sql.Values.booleans(column(chats, ChatState::isOpen)));
    }

    private static @Nullable Long newestPost(ChatState chat) {
        return orNull(chat.newestPost());
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static <T, V extends @Nullable Object> List<V> column(
            Collection<T> rows, Function<T, V> value) {
        return rows.stream().map(value).toList();
    }
}
