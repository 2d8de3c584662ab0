package dev.messenger.storage.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a decided batch writes, each kind in one statement whose text does not depend on how many
/// there are.
final class BatchWrites {

    private static final String INSERT_MESSAGES =
            """
            INSERT INTO messages (id, chat_id, seq, sender_id, client_msg_id, request_hash,
                                  content, time_stamp, reply_to, file_id)
            OVERRIDING SYSTEM VALUE
            SELECT id, chat_id, seq, sender_id, client_msg_id, request_hash,
                   content, time_stamp, reply_to, file_id
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS t (id, chat_id, seq, sender_id, client_msg_id, request_hash,
                      content, time_stamp, reply_to, file_id)
            """;

    private record Change(
            long chatId, long seq, String kind, OptionalLong messageId, long actorId) {}

    private final UUID batchKey = UUID.randomUUID();
    private final List<MessageState> posts = new ArrayList<>();
    private final List<MessageState.Key> unsureKeys = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<MessageState> changedMessages = new LinkedHashSet<>();
    private final List<UploadState> lostFiles = new ArrayList<>();

    /// @param keyIsFresh whether nothing can be stored under the message's key
    void post(MessageState message, boolean keyIsFresh) {
        posts.add(message);
        if (!keyIsFresh) {
            unsureKeys.add(message.key);
        }
    }

    void edit(MessageState message, long seq, long actorId) {
        changedMessages.add(message);
        changes.add(
                new Change(
                        message.key.chatId(), seq, "edit", OptionalLong.of(message.id), actorId));
    }

    void archive(MessageState message, long seq, long actorId) {
        message.file().ifPresent(lostFiles::add);
        changedMessages.add(message);
        changes.add(
                new Change(
                        message.key.chatId(),
                        seq,
                        "archive",
                        OptionalLong.of(message.id),
                        actorId));
    }

    void archiveChat(ChatState chat, long seq, long actorId) {
        changes.add(new Change(chat.id, seq, "archive_chat", OptionalLong.empty(), actorId));
    }

    /// Its change; what it takes away, it has taken away itself.
    void erase(Erasure erasure) {
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

    Evidence evidence() {
        if (changes.isEmpty()) {
            long chatId = posts.getFirst().key.chatId();
            return new Evidence(chatId, batchKey, OptionalLong.empty(), posts);
        }
        Change change = changes.getFirst();
        return new Evidence(change.chatId(), batchKey, OptionalLong.of(change.seq()), posts);
    }

    /// Everything, under the locks that are held already.
    void write(Trip trip, Collection<ChatState> chats) {
        insertMessages(trip);
        attachFiles(trip);
        updateMessages(trip);
        deleteFiles(trip);
        insertChanges(trip);
        updateChats(trip, chats.stream().filter(ChatState::changed).toList());
    }

    /// The posts, of a batch of nothing else, if all their chats can be locked and are still as they
    /// were, and nothing is stored under the keys; otherwise nothing.
    ///
    /// All of it sees what was committed when it began, but a chat's row is looked at again once it is
    /// locked, and every message under a key took a number of its chat: so what somebody else stored
    /// meanwhile is noticed by the number.
    ///
    /// @return whether it was so: one value
    List<Boolean> postIfUnchanged(Trip trip, Collection<ChatState> chats) {
        String sql =
                """
                WITH locked AS (
                    SELECT c.id
                    FROM unnest(?, ?) AS t (id, last_seq)
                    JOIN chats c ON c.id = t.id AND c.last_seq = t.last_seq
                                AND c.kind = 'direct' AND c.archived_at IS NULL
                    ORDER BY c.id
                    FOR NO KEY UPDATE OF c SKIP LOCKED
                ), expected AS MATERIALIZED (
                    SELECT (SELECT count(*) FROM locked) = ?
                       AND NOT EXISTS (
                               SELECT FROM unnest(?, ?, ?) AS k (chat_id, sender_id, client_msg_id)
                               JOIN messages m ON m.chat_id = k.chat_id
                                              AND m.sender_id = k.sender_id
                                              AND m.client_msg_id = k.client_msg_id) AS found
                ), posted AS (
                """
                        + INSERT_MESSAGES
                        + """
                    , expected
                    WHERE expected.found
                ), moved AS (
                    UPDATE chats c
                    SET last_seq = t.last_seq, last_at = now(), last_message_id = t.newest_post
                    FROM unnest(?, ?, ?) AS t (id, last_seq, newest_post), expected
                    WHERE c.id = t.id AND expected.found
                )
                SELECT found FROM expected
                """;
        List<ChatState> changed = chats.stream().filter(ChatState::changed).toList();
        List<@Nullable Object> binds = new ArrayList<>();
        binds.add(Values.bigints(changed, chat -> chat.id));
        binds.add(Values.bigints(changed, ChatState::lastSeqBefore));
        binds.add(changed.size());
        binds.add(Values.bigints(unsureKeys, MessageState.Key::chatId));
        binds.add(Values.bigints(unsureKeys, MessageState.Key::senderId));
        binds.add(Values.uuids(unsureKeys, MessageState.Key::clientMsgId));
        binds.addAll(messages());
        binds.add(Values.bigints(changed, chat -> chat.id));
        binds.add(Values.bigints(changed, ChatState::lastSeq));
        binds.add(Values.optionalBigints(changed, ChatState::newestPost));
        return trip.list(sql, row -> row.getBoolean("found"), binds.toArray());
    }

    private void insertMessages(Trip trip) {
        if (!posts.isEmpty()) {
            trip.update(INSERT_MESSAGES, messages().toArray());
        }
    }

    /// For [#INSERT_MESSAGES].
    private List<Values> messages() {
        return List.of(
                Values.bigints(posts, post -> post.id),
                Values.bigints(posts, post -> post.key.chatId()),
                Values.bigints(posts, post -> post.seq),
                Values.bigints(posts, post -> post.key.senderId()),
                Values.uuids(posts, post -> post.key.clientMsgId()),
                Values.byteStrings(posts, post -> post.requestHash),
                Values.texts(posts, MessageState::content),
                Values.times(posts, post -> post.timeStamp),
                Values.optionalBigints(posts, post -> post.replyTo),
                Values.optionalBigints(posts, BatchWrites::fileId));
    }

    private static OptionalLong fileId(MessageState post) {
        return post.file().map(file -> OptionalLong.of(file.id())).orElse(OptionalLong.empty());
    }

    private void attachFiles(Trip trip) {
        List<MessageState> taking =
                posts.stream().filter(message -> message.file().isPresent()).toList();
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
        trip.update(
                sql,
                Values.bigints(taking, message -> message.file().orElseThrow().id()),
                Values.bigints(taking, message -> message.id),
                Values.texts(taking, message -> message.file().orElseThrow().name()));
    }

    private void updateMessages(Trip trip) {
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
        trip.update(
                sql,
                Values.bigints(changedMessages, message -> message.id),
                Values.texts(changedMessages, MessageState::content),
                Values.booleans(changedMessages, MessageState::edited),
                Values.booleans(changedMessages, MessageState::archived));
    }

    private void deleteFiles(Trip trip) {
        if (lostFiles.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM files WHERE id = ANY(?)";
        trip.update(sql, Values.bigints(lostFiles, UploadState::id));
    }

    private void insertChanges(Trip trip) {
        if (changes.isEmpty()) {
            return;
        }
        String sql =
                """
                INSERT INTO changes (chat_id, seq, kind, message_id, actor_id, batch_key)
                SELECT chat_id, seq, kind, message_id, actor_id, ?
                FROM unnest(?, ?, ?, ?, ?) AS t (chat_id, seq, kind, message_id, actor_id)
                """;
        trip.update(
                sql,
                batchKey,
                Values.bigints(changes, Change::chatId),
                Values.bigints(changes, Change::seq),
                Values.texts(changes, Change::kind),
                Values.optionalBigints(changes, Change::messageId),
                Values.bigints(changes, Change::actorId));
    }

    private static void updateChats(Trip trip, List<ChatState> chats) {
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
        trip.update(
                sql,
                Values.bigints(chats, chat -> chat.id),
                Values.bigints(chats, ChatState::lastSeq),
                Values.optionalBigints(chats, ChatState::newestPost),
                Values.booleans(chats, ChatState::newestUnknown),
                Values.booleans(chats, ChatState::isOpen));
    }
}
