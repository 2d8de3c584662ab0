package dev.messenger.storage.memory;

import dev.messenger.storage.Chat;
import dev.messenger.storage.Message;
import dev.messenger.storage.StoredFile;
import dev.messenger.storage.User;
import dev.messenger.storage.Watermark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tables. Whoever touches them holds the monitor of this object.
final class Memory {

    final Map<Long, User> users = new TreeMap<>();
    final Map<Long, Instant> createdAt = new HashMap<>();
    final Map<Long, String> avatars = new HashMap<>();
    final Map<UUID, MemorySessions.Row> sessions = new HashMap<>();
    final Map<Long, ChatRow> chats = new TreeMap<>();
    final Map<Long, MessageRow> messages = new TreeMap<>();
    final Map<Long, FileRow> files = new TreeMap<>();

    private long lastId;
    private long lastActivity;

    /// One sequence for all tables: ids rise, and nothing may rest on more.
    long nextId() {
        return ++lastId;
    }

    long nextActivity() {
        return ++lastActivity;
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public String toString() {
        return users + "\n" + avatars + "\n" + sessions + "\n" + chats + "\n" + messages + "\n"
                + files;
    }

    /// @param messageId what was changed; 0 where it was no message
    record Change(String kind, long messageId, long actorId) {}

    static final class ChatRow {
        final long id;
        final long low;
        final long high;
        final Map<Long, Watermark> marks = new TreeMap<>();
        final Map<Long, Change> changes = new TreeMap<>();
        long lastSeq;
        long activity;
        boolean archived;

        ChatRow(long id, long low, long high, long activity) {
            this.id = id;
            this.low = low;
            this.high = high;
            this.activity = activity;
            marks.put(low, new Watermark(id, low, 0, 0));
            marks.put(high, new Watermark(id, high, 0, 0));
        }

        boolean isOpenFor(long userId) {
            return !archived && hasMember(userId);
        }

        boolean hasMember(long userId) {
            return marks.containsKey(userId);
        }

        long readSeqOf(long userId) {
            return markOf(userId).readSeq();
        }

        Watermark markOf(long userId) {
            return Objects.requireNonNull(marks.get(userId));
        }

        Chat snapshot() {
            return new Chat(id, low, high, lastSeq);
        }

        @Override
        public String toString() {
            return snapshot() + " marks " + marks + " changes " + changes + " archived " + archived;
        }
    }

    static final class MessageRow {
        final long id;
        final ChatRow chat;
        final long seq;
        final long senderId;
        final UUID clientMsgId;
        final Instant timeStamp;
        final OptionalLong replyTo;
        byte @Nullable [] requestHash;
        String content;
        boolean edited;
        boolean archived;
        Optional<FileRow> file;

        MessageRow(
                long id,
                ChatRow chat,
                long seq,
                long senderId,
                UUID clientMsgId,
                byte @Nullable [] requestHash,
                Instant timeStamp,
                String content,
                OptionalLong replyTo,
                Optional<FileRow> file) {
            this.id = id;
            this.chat = chat;
            this.seq = seq;
            this.senderId = senderId;
            this.clientMsgId = clientMsgId;
            this.requestHash = requestHash;
            this.timeStamp = timeStamp.truncatedTo(ChronoUnit.MILLIS);
            this.content = content;
            this.replyTo = replyTo;
            this.file = file;
        }

        boolean visible() {
            return !archived && !chat.archived;
        }

        Message snapshot() {
            long recipient = chat.snapshot().other(senderId);
            return new Message(
                    id,
                    chat.id,
                    seq,
                    senderId,
                    recipient,
                    clientMsgId,
                    content,
                    timeStamp,
                    edited,
                    seq <= chat.readSeqOf(recipient),
                    replyTo,
                    file.map(row -> new Message.Attachment(row.handle, row.name)));
        }

        @Override
        public String toString() {
            return snapshot() + " archived " + archived;
        }
    }

    static final class FileRow {
        final long id;
        final long ownerId;
        final String handle;
        final long size;
        final String path;
        final Instant createdAt = now();
        String name;
        OptionalLong messageId = OptionalLong.empty();

        FileRow(long id, long ownerId, String handle, String name, long size, String path) {
            this.id = id;
            this.ownerId = ownerId;
            this.handle = handle;
            this.name = name;
            this.size = size;
            this.path = path;
        }

        StoredFile snapshot() {
            return new StoredFile(id, ownerId, handle, name, size, path, createdAt);
        }

        @Override
        public String toString() {
            return snapshot() + " of " + messageId;
        }
    }
}
