package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The states of all that a batch speaks of: read when their chats are locked, or remembered, and then as
/// the batch leaves them so far.
final class BatchStates {

    private final Map<Long, ChatState> chats = new HashMap<>();
    private final Set<Long> busyChats;
    private final MessageIds messageIds;
    private final Map<Long, MessageState> messages = new HashMap<>();
    private final Map<MessageState.Key, MessageState> messagesByKey = new HashMap<>();
    private final Map<String, UploadState> uploads = new HashMap<>();
    private final Set<String> busyUploads = new HashSet<>();

    /// @param busyChats left alone; those found locked elsewhere are added
    /// @param messageIds given to new messages
    BatchStates(Set<Long> busyChats, MessageIds messageIds) {
        this.busyChats = busyChats;
        this.messageIds = messageIds;
    }

    /// Takes the states from memory.
    ///
    /// @return whether that is possible: all are new messages and nothing else, in known chats
    boolean recall(KnownChats known, List<Append> batch) {
        for (Append append : batch) {
            if (!(append instanceof Append.Post post)
                    || post.file().isPresent()
                    || post.replyTo().isPresent()
                    || isBusy(post.chatId())
                    || chats.computeIfAbsent(post.chatId(), known::recall) == null) {
                return false;
            }
        }
        return messageIds.areEnoughFor(batch.size());
    }

    /// In one round trip, unless something was stored before, is locked elsewhere, or has a file.
    void read(Connection connection, List<Append> batch) throws SQLException {
        List<Append> possible = batch.stream().filter(append -> !isBusy(append.chatId())).toList();
        if (possible.isEmpty()) {
            return;
        }
        Set<Long> stored = lockChats(connection, possible);
        stored.removeAll(messages.keySet());
        readMessages(connection, stored);
        lockUploads(connection, possible);
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

    long takeMessageId() {
        return messageIds.take();
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

    /// And reads the messages that the batch names.
    ///
    /// @return those that posts of the batch are stored as already
    private Set<Long> lockChats(Connection connection, List<Append> batch) throws SQLException {
        Set<Long> missing = new HashSet<>();
        batch.forEach(append -> missing.add(append.chatId()));
        List<Append.Post> posts = posts(batch);
        List<Append.Post> perhapsStored = posts.stream().filter(post -> !post.fresh()).toList();
        Trip trip = new Trip();
        List<ChatState> locked = BatchReads.lockChats(trip, missing);
        Set<Long> named = namedMessages(batch);
        List<MessageState> found =
                named.isEmpty() ? List.of() : BatchReads.messagesById(trip, named);
        List<Long> stored =
                perhapsStored.isEmpty()
                        ? List.of()
                        : BatchReads.storedMessageIds(trip, perhapsStored);
        if (!posts.isEmpty()) {
            messageIds.order(trip, posts.size());
        }
        trip.make(connection);
        found.forEach(this::know);
        for (ChatState chat : locked) {
            chats.put(chat.id, chat);
            missing.remove(chat.id);
        }
        findBusy(connection, missing);
        orderLaterIds(connection, posts.size());
        return new HashSet<>(stored);
    }

    /// Within a chat, ids of messages ascend as their numbers do, whoever wrote them.
    private void orderLaterIds(Connection connection, int posts) throws SQLException {
        chats.values().forEach(chat -> messageIds.skipTo(chat.newestMessage()));
        if (!messageIds.areEnoughFor(posts)) {
            Trip trip = new Trip();
            messageIds.order(trip, posts);
            trip.make(connection);
        }
    }

    private static List<Append.Post> posts(List<Append> batch) {
        return batch.stream()
                .filter(Append.Post.class::isInstance)
                .map(Append.Post.class::cast)
                .toList();
    }

    /// Of those that could not be locked, the ones that exist.
    private void findBusy(Connection connection, Set<Long> chatIds) throws SQLException {
        if (!chatIds.isEmpty()) {
            Trip trip = new Trip();
            List<Long> existing = BatchReads.existingChats(trip, chatIds);
            trip.make(connection);
            busyChats.addAll(existing);
        }
    }

    private static Set<Long> namedMessages(List<Append> batch) {
        Set<Long> ids = new HashSet<>();
        for (Append append : batch) {
            switch (append) {
                case Append.Post post -> post.replyTo().ifPresent(ids::add);
                case Append.Edit edit -> ids.add(edit.messageId());
                case Append.Archive archive -> ids.add(archive.messageId());
                case Append.ArchiveChat _, Append.Erase _ -> {}
            }
        }
        return ids;
    }

    private void readMessages(Connection connection, Set<Long> ids) throws SQLException {
        if (!ids.isEmpty()) {
            Trip trip = new Trip();
            List<MessageState> found = BatchReads.messagesById(trip, ids);
            trip.make(connection);
            found.forEach(this::know);
        }
    }

    private void know(MessageState message) {
        messages.put(message.id, message);
        messagesByKey.put(message.key, message);
    }

    private void lockUploads(Connection connection, List<Append> batch) throws SQLException {
        Set<String> handles = new HashSet<>();
        for (Append append : batch) {
            // A resend must not hang on an upload that its first try used up.
            if (append instanceof Append.Post post
                    && post.file().isPresent()
                    && !messagesByKey.containsKey(MessageState.Key.of(post))) {
                handles.add(post.file().get().handle());
            }
        }
        if (handles.isEmpty()) {
            return;
        }
        Trip locking = new Trip();
        List<UploadState> locked = BatchReads.lockUploads(locking, handles);
        locking.make(connection);
        for (UploadState upload : locked) {
            uploads.put(upload.handle(), upload);
            handles.remove(upload.handle());
        }
        if (!handles.isEmpty()) {
            Trip looking = new Trip();
            List<String> free = BatchReads.freeUploads(looking, handles);
            looking.make(connection);
            busyUploads.addAll(free);
        }
    }
}
