package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Chat;
import dev.messenger.storage.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message that a batch reads, changes or adds, as the batch leaves it so far.
final class MessageState {

    /// What makes a resend recognisable.
    record Key(long chatId, long senderId, UUID clientMsgId) {

        static Key of(Append.Post post) {
            return new Key(post.chatId(), post.actorId(), post.clientMsgId());
        }
    }

    final long id;
    final Key key;
    final long seq;
    final Instant timeStamp;
    final byte @Nullable [] requestHash;
    final OptionalLong replyTo;

    /// How far the recipient has read.
    private final long readSeq;

    private String content;
    private boolean edited;
    private boolean archived;
    private Optional<UploadState> file;

    MessageState(
            long id,
            Key key,
            long seq,
            byte @Nullable [] requestHash,
            String content,
            Instant timeStamp,
            boolean edited,
            boolean archived,
            long readSeq,
            OptionalLong replyTo,
            Optional<UploadState> file) {
        this.id = id;
        this.key = key;
        this.seq = seq;
        this.requestHash = requestHash;
        this.content = content;
        this.timeStamp = timeStamp;
        this.edited = edited;
        this.archived = archived;
        this.readSeq = readSeq;
        this.replyTo = replyTo;
        this.file = file;
    }

    static MessageState added(
            long id,
            Key key,
            long seq,
            byte @Nullable [] requestHash,
            String content,
            Instant timeStamp,
            OptionalLong replyTo,
            Optional<UploadState> file) {
        return new MessageState(
                id,
                key,
                seq,
                requestHash,
                content,
                timeStamp.truncatedTo(ChronoUnit.MILLIS),
                false,
                false,
                0,
                replyTo,
                file);
    }

    void edit(String newContent) {
        content = newContent;
        edited = true;
    }

    void archive() {
        archived = true;
        file = Optional.empty();
    }

    boolean isInChat(long chatId) {
        return key.chatId() == chatId;
    }

    String content() {
        return content;
    }

    boolean edited() {
        return edited;
    }

    boolean archived() {
        return archived;
    }

    Optional<UploadState> file() {
        return file;
    }

    Message snapshot(Chat chat) {
        return new Message(
                id,
                key.chatId(),
                seq,
                key.senderId(),
                chat.other(key.senderId()),
                key.clientMsgId(),
                content,
                timeStamp,
                edited,
                seq <= readSeq,
                replyTo,
                file.map(upload -> new Message.Attachment(upload.handle(), upload.name())));
    }
}
