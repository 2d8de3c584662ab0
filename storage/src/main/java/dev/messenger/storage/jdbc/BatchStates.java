package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The states of all that a batch speaks of: read when their chats are locked, and then as the batch
/// leaves them so far.
final class BatchStates {

    private final Map<Long, ChatState> chats = new HashMap<>();
    private final Set<Long> busyChats;
    private final Map<Long, MessageState> messages = new HashMap<>();
    private final Map<MessageState.Key, MessageState> messagesByKey = new HashMap<>();
    private final Map<String, UploadState> uploads = new HashMap<>();
    private final Set<String> busyUploads = new HashSet<>();

    /// @param busyChats left alone; those found locked elsewhere are added
    BatchStates(Set<Long> busyChats) {
        this.busyChats = busyChats;
    }

    void read(BatchReads reads, List<Append> batch) throws SQLException {
        lockChats(reads, batch);
        readMessages(reads, batch);
        lockUploads(reads, batch);
    }

    Collection<ChatState> chats() {
        return chats.values();
    }

    @Nullable ChatState chat(long id) {
        return chats.get(id);
    }

    boolean isBusy(long chatId) {
        return busyChats.contains(chatId);
    }

    /// Nothing more is written to the chat by this batch.
    void setBusy(long chatId) {
        busyChats.add(chatId);
    }

    @Nullable MessageState messageIn(ChatState chat, long messageId) {
        MessageState message = messages.get(messageId);
        return message != null && message.isInChat(chat.id) ? message : null;
    }

    /// The message that an earlier try has stored, in this batch or before.
    @Nullable MessageState storedAs(MessageState.Key key) {
        return messagesByKey.get(key);
    }

    void add(MessageState message) {
        messagesByKey.put(message.key, message);
    }

    boolean isBusy(Append.Upload upload) {
        return busyUploads.contains(upload.handle());
    }

    /// An upload goes to the first message that asks for it.
    Optional<UploadState> take(Append.Upload upload, long actorId) {
        UploadState free = uploads.get(upload.handle());
        if (free == null || free.ownerId() != actorId) {
            return Optional.empty();
        }
        uploads.remove(upload.handle());
        return Optional.of(free.named(upload.name()));
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
        List<Append.Post> perhapsKnown = new ArrayList<>();
        for (Append append : batch) {
            switch (append) {
                case Append.Post post -> {
                    if (post.replyTo().isPresent()) {
                        ids.add(post.replyTo().getAsLong());
                    }
                    if (!post.fresh()) {
                        perhapsKnown.add(post);
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
        if (!perhapsKnown.isEmpty()) {
            reads.messagesByKey(perhapsKnown).forEach(this::know);
        }
    }

    /// A message that was found in two ways, or asked for twice, has one state.
    private void know(MessageState message) {
        MessageState known = messages.putIfAbsent(message.id(), message);
        messagesByKey.put(message.key, known == null ? message : known);
    }

    private void lockUploads(BatchReads reads, List<Append> batch) throws SQLException {
        Set<String> handles = new HashSet<>();
        for (Append append : batch) {
            // A resend must not hang on an upload that its first try used up.
            if (append instanceof Append.Post post
                    && post.file().isPresent()
                    && !messagesByKey.containsKey(MessageState.Key.of(post))) {
                handles.add(post.file().get().handle());
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
}
