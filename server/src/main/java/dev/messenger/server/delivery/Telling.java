package dev.messenger.server.delivery;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.FileType;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Watermark;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How a number of a chat's log is told to clients of either part.
public final class Telling {

    private static final String ERASED = "erased";

    private Telling() {}

    /// To a client of Part 2, as it happens.
    public static Event.Numbered live(LogEntry entry) {
        return event(entry, Optional.empty());
    }

    /// To a client of Part 2 that was away.
    public static Event.Numbered replay(LogEntry entry) {
        return event(entry, Optional.of(true));
    }

    private static Event.Numbered event(LogEntry entry, Optional<Boolean> replay) {
        return switch (entry) {
            case LogEntry.Posted(Message message) -> posted(message, replay);
            case LogEntry.Edited(Message message, long seq) -> edited(message, seq, replay);
            case LogEntry.Deleted(long chatId, long seq, long messageId) ->
                    new Event.DeleteMessage(messageId, chatId, seq, replay);
            case LogEntry.ChatArchived(long chatId, long seq) ->
                    new Event.DeletedChat(chatId, seq, replay);
            case LogEntry.Erased(long chatId, long seq, long userId) ->
                    new Event.ChatEvent(chatId, seq, ERASED, userId, replay);
        };
    }

    private static Event.Numbered posted(Message message, Optional<Boolean> replay) {
        return new Event.NewMessage(
                message.id(),
                message.chatId(),
                message.seq(),
                message.senderId(),
                message.recipientId(),
                message.content(),
                message.timeStamp(),
                message.read(),
                message.edited(),
                fileName(message),
                fileType(message),
                message.file().map(Message.Attachment::handle),
                optional(message.replyTo()),
                message.clientMsgId(),
                replay);
    }

    private static Event.Numbered edited(Message message, long seq, Optional<Boolean> replay) {
        return new Event.UpdatedMessage(
                message.id(),
                message.chatId(),
                seq,
                message.senderId(),
                message.recipientId(),
                message.timeStamp(),
                message.content(),
                message.edited(),
                fileName(message),
                fileType(message),
                replay);
    }

    /// To a client of Part 1, which is told of an erasure by what the publication names.
    static List<ServerFrame> legacy(LogEntry entry, List<Long> erasedMessages) {
        return switch (entry) {
            case LogEntry.Posted(Message message) ->
                    List.of(
                            new ServerFrame.NewMessage(
                                    message.id(),
                                    message.chatId(),
                                    message.senderId(),
                                    message.recipientId(),
                                    message.content(),
                                    message.timeStamp(),
                                    message.read(),
                                    message.edited(),
                                    fileName(message),
                                    fileType(message)));
            case LogEntry.Edited(Message message, long _) ->
                    List.of(
                            new ServerFrame.UpdatedMessage(
                                    message.id(),
                                    message.chatId(),
                                    message.senderId(),
                                    message.recipientId(),
                                    message.timeStamp(),
                                    message.content(),
                                    message.edited(),
                                    fileName(message),
                                    fileType(message)));
            case LogEntry.Deleted(long _, long _, long messageId) ->
                    List.of(new ServerFrame.DeleteMessage(messageId));
            case LogEntry.ChatArchived(long chatId, long _) ->
                    List.of(new ServerFrame.DeletedChat(chatId));
            case LogEntry.Erased _ ->
                    erasedMessages.stream()
                            .<ServerFrame>map(ServerFrame.DeleteMessage::new)
                            .toList();
        };
    }

    /// To the client of Part 2 that asked for a change; empty for what is no change of a client's.
    public static Optional<Event.Ack> ack(Optional<String> ref, Appended result) {
        return switch (result) {
            case Appended.Posted(Chat _, Message message, boolean duplicate) ->
                    Optional.of(
                            new Event.Ack(
                                    ref,
                                    Optional.of(message.clientMsgId()),
                                    Optional.of(message.id()),
                                    message.chatId(),
                                    message.seq(),
                                    Optional.of(message.timeStamp()),
                                    duplicate ? Optional.of(true) : Optional.empty()));
            case Appended.Edited(Chat chat, Message message, long seq) ->
                    Optional.of(ack(ref, Optional.of(message.id()), chat, seq));
            case Appended.Archived(Chat chat, long messageId, long seq, var _) ->
                    Optional.of(ack(ref, Optional.of(messageId), chat, seq));
            case Appended.ChatArchived(Chat chat, long seq) ->
                    Optional.of(ack(ref, Optional.empty(), chat, seq));
            case Appended.Erased _,
                    Appended.Refused _,
                    Appended.Busy _,
                    Appended.Unknown _,
                    Appended.Failed _ ->
                    Optional.empty();
        };
    }

    private static Event.Ack ack(
            Optional<String> ref, Optional<Long> messageId, Chat chat, long seq) {
        return new Event.Ack(
                ref,
                Optional.empty(),
                messageId,
                chat.id(),
                seq,
                Optional.empty(),
                Optional.empty());
    }

    static Event.Receipt receipt(Watermark mark) {
        return new Event.Receipt(mark.chatId(), mark.userId(), mark.deliveredSeq(), mark.readSeq());
    }

    private static Optional<Long> optional(OptionalLong id) {
        return id.isPresent() ? Optional.of(id.getAsLong()) : Optional.empty();
    }

    private static String fileName(Message message) {
        return message.file().map(Message.Attachment::name).orElse("");
    }

    private static String fileType(Message message) {
        return message.file().map(file -> FileType.ofName(file.name()).wireName()).orElse("");
    }
}
