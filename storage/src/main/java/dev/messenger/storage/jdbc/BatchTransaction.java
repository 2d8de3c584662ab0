package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Appended.Refusal;
import dev.messenger.storage.Chat;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One batch as one transaction, up to its commit: locks the chats, reads what the appends speak of,
/// decides them one after the other as if each were alone, writes what came of it.
///
/// Deciding changes only the states in memory, so the twentieth edit of a message sees the nineteenth
/// and the database sees the last.
final class BatchTransaction {

    private final Map<Long, ChatState> chats = new HashMap<>();
    private final Set<Long> busyChats;
    private final Map<Long, MessageState> messages = new HashMap<>();
    private final Map<MessageState.Key, MessageState> messagesByKey = new HashMap<>();
    private final Map<String, UploadState> uploads = new HashMap<>();
    private final Set<String> busyUploads = new HashSet<>();
    private final BatchWrites writes = new BatchWrites();

    /// @param busyChats left alone; those found locked elsewhere are added
    BatchTransaction(Set<Long> busyChats) {
        this.busyChats = busyChats;
    }

    /// @return the results, which hold only if the transaction now commits
    List<Appended> run(Connection connection, List<Append> batch) throws SQLException {
        BatchReads reads = new BatchReads(connection);
        lockChats(reads, batch);
        readMessages(reads, batch);
        lockUploads(reads, batch);
        List<Supplier<Appended>> results = new ArrayList<>(batch.size());
        for (Append append : batch) {
            results.add(decide(append));
        }
        if (!writes.isEmpty()) {
            writes.write(connection, chats.values());
        }
        return results.stream().map(Supplier::get).toList();
    }

    /// Whether there is anything to commit.
    boolean wroteNothing() {
        return writes.isEmpty();
    }

    /// By what it is recognised, once it has run and wrote something.
    Evidence evidence() {
        return writes.evidence();
    }

    private void lockChats(BatchReads reads, List<Append> batch) throws SQLException {
        Set<Long> missing = new HashSet<>();
        batch.forEach(append -> missing.add(append.chatId()));
        missing.removeAll(busyChats);
        if (missing.isEmpty()) {
            return;
        }
        for (ChatState chat : reads.lockChats(missing)) {
            chats.put(chat.id, chat);
            missing.remove(chat.id);
        }
        if (!missing.isEmpty()) {
            busyChats.addAll(reads.existingChats(missing));
        }
    }

    private void readMessages(BatchReads reads, List<Append> batch) throws SQLException {
        Set<Long> ids = new HashSet<>();
        Set<MessageState.Key> keys = new HashSet<>();
        for (Append append : batch) {
            switch (append) {
                case Append.Post post -> {
                    post.replyTo().ifPresent(ids::add);
                    if (!post.fresh()) {
                        keys.add(key(post));
                    }
                }
                case Append.Edit edit -> ids.add(edit.messageId());
                case Append.Archive archive -> ids.add(archive.messageId());
                case Append.ArchiveChat _, Append.Erase _ -> {}
            }
        }
        if (!ids.isEmpty()) {
            reads.messagesById(ids).forEach(this::know);
        }
        if (!keys.isEmpty()) {
            reads.messagesByKey(keys).forEach(this::know);
        }
    }

    /// A message that was found in two ways has one state.
    private void know(MessageState message) {
        MessageState known = messages.putIfAbsent(message.id(), message);
        messagesByKey.put(message.key, known == null ? message : known);
    }

    private void lockUploads(BatchReads reads, List<Append> batch) throws SQLException {
        Set<String> handles = new HashSet<>();
        for (Append append : batch) {
            // A resend must not hang on an upload that its first try used up.
            if (append instanceof Append.Post post && !messagesByKey.containsKey(key(post))) {
                post.file().ifPresent(upload -> handles.add(upload.handle()));
            }
        }
        if (!handles.isEmpty()) {
            reads.lockUploads(handles).forEach(upload -> uploads.put(upload.handle(), upload));
            handles.removeAll(uploads.keySet());
        }
        if (!handles.isEmpty()) {
            busyUploads.addAll(reads.freeUploads(handles));
        }
    }

    /// @return the result, to be asked for once the messages have their ids
    private Supplier<Appended> decide(Append append) {
        if (busyChats.contains(append.chatId())) {
            return Appended.Busy::new;
        }
        ChatState chat = chats.get(append.chatId());
        if (chat == null || !mayDo(append, chat)) {
            return refuse(Refusal.NO_SUCH_CHAT);
        }
        return switch (append) {
            case Append.Post post -> post(chat, post);
            case Append.Edit edit -> edit(chat, edit);
            case Append.Archive archive -> archive(chat, archive);
            case Append.ArchiveChat archive -> archiveChat(chat, archive);
            case Append.Erase erase -> erase(chat, erase);
        };
    }

    private static boolean mayDo(Append append, ChatState chat) {
        return append instanceof Append.Erase
                ? chat.hasMember(append.actorId())
                : chat.isOpenFor(append.actorId());
    }

    private Supplier<Appended> post(ChatState chat, Append.Post post) {
        MessageState known = messagesByKey.get(key(post));
        if (known != null) {
            return resend(chat.snapshot(), known, post);
        }
        if (post.replyTo().isPresent() && inChat(post.replyTo().getAsLong(), chat) == null) {
            return refuse(Refusal.NO_SUCH_REPLY_TARGET);
        }
        if (post.file().isPresent() && busyUploads.contains(post.file().get().handle())) {
            busyChats.add(chat.id);
            return Appended.Busy::new;
        }
        Optional<UploadState> file = post.file().flatMap(upload -> take(upload, post.actorId()));
        if (post.file().isPresent() && file.isEmpty()) {
            return refuse(Refusal.NO_SUCH_FILE);
        }
        MessageState message =
                MessageState.added(
                        key(post),
                        chat.takeSeq(),
                        post.requestHash().orElse(null),
                        post.content(),
                        post.timeStamp(),
                        post.replyTo(),
                        file);
        messagesByKey.put(message.key, message);
        writes.post(chat, message);
        Chat after = chat.snapshot();
        return () -> new Appended.Posted(after, message.snapshot(after), false);
    }

    private static Supplier<Appended> resend(Chat chat, MessageState known, Append.Post post) {
        if (!Arrays.equals(known.requestHash, post.requestHash().orElse(null))) {
            return refuse(Refusal.KEY_REUSED);
        }
        if (known.id() == 0) {
            // Added by this very batch; nobody can have changed it before it has an id.
            return () -> new Appended.Posted(chat, known.snapshot(chat), true);
        }
        Appended posted = new Appended.Posted(chat, known.snapshot(chat), true);
        return () -> posted;
    }

    /// An upload goes to the first message that asks for it.
    private Optional<UploadState> take(Append.Upload upload, long actorId) {
        UploadState free = uploads.get(upload.handle());
        if (free == null || free.ownerId() != actorId) {
            return Optional.empty();
        }
        uploads.remove(upload.handle());
        return Optional.of(free.named(upload.name()));
    }

    private Supplier<Appended> edit(ChatState chat, Append.Edit edit) {
        MessageState message = inChat(edit.messageId(), chat);
        if (message == null || message.archived()) {
            return refuse(Refusal.NO_SUCH_MESSAGE);
        }
        if (message.key.senderId() != edit.actorId()) {
            return refuse(Refusal.NOT_THE_SENDER);
        }
        message.edit(edit.content());
        long seq = chat.takeSeq();
        writes.edit(message, seq, edit.actorId());
        Chat after = chat.snapshot();
        Appended edited = new Appended.Edited(after, message.snapshot(after), seq);
        return () -> edited;
    }

    private Supplier<Appended> archive(ChatState chat, Append.Archive archive) {
        MessageState message = inChat(archive.messageId(), chat);
        if (message == null || message.archived()) {
            return refuse(Refusal.NO_SUCH_MESSAGE);
        }
        Optional<String> orphan = message.file().map(UploadState::path);
        long seq = chat.takeSeq();
        writes.archive(message, seq, archive.actorId());
        message.archive();
        chat.loseMessage();
        Appended archived = new Appended.Archived(chat.snapshot(), message.id(), seq, orphan);
        return () -> archived;
    }

    private Supplier<Appended> archiveChat(ChatState chat, Append.ArchiveChat archive) {
        long seq = chat.takeSeq();
        chat.archive();
        writes.archiveChat(chat, seq, archive.actorId());
        Appended archived = new Appended.ChatArchived(chat.snapshot(), seq);
        return () -> archived;
    }

    /// Alone in its batch, so no state in memory needs to know of it.
    private Supplier<Appended> erase(ChatState chat, Append.Erase erase) {
        Erasure erasure = new Erasure(chat.id, erase.actorId(), chat.takeSeq());
        chat.loseMessage();
        writes.erase(erasure);
        Chat after = chat.snapshot();
        return () -> erasure.result(after);
    }

    private @Nullable MessageState inChat(long messageId, ChatState chat) {
        MessageState message = messages.get(messageId);
        return message != null && message.isInChat(chat.id) ? message : null;
    }

    private static MessageState.Key key(Append.Post post) {
        return new MessageState.Key(post.chatId(), post.actorId(), post.clientMsgId());
    }

    private static Supplier<Appended> refuse(Refusal reason) {
        return () -> new Appended.Refused(reason);
    }
}
