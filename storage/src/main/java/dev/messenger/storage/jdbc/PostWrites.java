package dev.messenger.storage.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The new messages of a decided batch.
final class PostWrites {

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

    /// One value: whether all was as expected, and so is stored.
    private static final String INSERT_IF_UNCHANGED =
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

    private final List<MessageState> posts = new ArrayList<>();
    private final List<MessageState.Key> unsureKeys = new ArrayList<>();

    /// @param keyIsFresh whether nothing can be stored under the message's key
    void add(MessageState message, boolean keyIsFresh) {
        posts.add(message);
        if (!keyIsFresh) {
            unsureKeys.add(message.key);
        }
    }

    List<MessageState> all() {
        return posts;
    }

    /// Stores them, under the locks that are held already.
    void write(Trip trip) {
        insertMessages(trip);
        attachFiles(trip);
    }

    /// Stores them, of a batch of nothing else, if all their chats can be locked and are still as they
    /// were, and nothing is stored under the keys; otherwise nothing.
    ///
    /// All of it sees what was committed when it began, but a chat's row is looked at again once it is
    /// locked, and every message under a key took a number of its chat: so what somebody else stored
    /// meanwhile is noticed by the number.
    ///
    /// @return whether it was so: one value
    List<Boolean> writeIfUnchanged(Trip trip, Collection<ChatState> chats) {
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
        return trip.list(INSERT_IF_UNCHANGED, row -> row.getBoolean("found"), binds.toArray());
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
                Values.optionalBigints(posts, PostWrites::fileId));
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
}
