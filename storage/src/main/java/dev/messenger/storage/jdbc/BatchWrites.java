package dev.messenger.storage.jdbc;

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

    final PostWrites posts = new PostWrites();
    private final UUID batchKey = UUID.randomUUID();
    private final List<Change> changes = new ArrayList<>();
    private final Set<MessageState> changedMessages = new LinkedHashSet<>();
    private final List<UploadState> lostFiles = new ArrayList<>();

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
        return posts.all().isEmpty() && changes.isEmpty();
    }

    Evidence evidence() {
        if (changes.isEmpty()) {
            long chatId = posts.all().getFirst().key.chatId();
            return new Evidence(chatId, batchKey, OptionalLong.empty(), posts.all());
        }
        Change change = changes.getFirst();
        return new Evidence(change.chatId(), batchKey, OptionalLong.of(change.seq()), posts.all());
    }

    /// Everything, under the locks that are held already.
    void write(Trip trip, Collection<ChatState> chats) {
        posts.write(trip);
        updateMessages(trip);
        deleteFiles(trip);
        insertChanges(trip);
        updateChats(trip, chats.stream().filter(ChatState::changed).toList());
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
