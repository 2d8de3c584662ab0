package dev.messenger.server.delivery;

import dev.messenger.protocol.FileType;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.Message;
import java.util.List;
import java.util.OptionalLong;

/// What is told, and to whom, of a change that is committed.
final class Publications {

    private Publications() {}

    /// Empty for what changed nothing.
    static List<Publication> of(Appended result) {
        return switch (result) {
            case Appended.Posted(Chat chat, Message message, boolean duplicate) ->
                    duplicate ? List.of() : List.of(posted(chat, message));
            case Appended.Edited(Chat chat, Message message, long seq) ->
                    List.of(forBoth(chat, edited(message)));
            case Appended.Archived(Chat chat, long messageId, long seq, var orphan) ->
                    List.of(forBoth(chat, new ServerFrame.DeleteMessage(messageId)));
            case Appended.ChatArchived(Chat chat, long seq) ->
                    List.of(forBoth(chat, new ServerFrame.DeletedChat(chat.id())));
            case Appended.Erased(Chat chat, long seq, var messageIds, var orphans) ->
                    messageIds.stream()
                            .map(id -> forBoth(chat, new ServerFrame.DeleteMessage(id)))
                            .toList();
            case Appended.Refused refused -> List.of();
            case Appended.Busy busy -> List.of();
            case Appended.Failed failed -> List.of();
            case Appended.Unknown unknown -> List.of();
        };
    }

    private static Publication posted(Chat chat, Message message) {
        return new Publication(
                members(chat),
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
                        fileType(message)),
                OptionalLong.of(message.recipientId()));
    }

    private static ServerFrame edited(Message message) {
        return new ServerFrame.UpdatedMessage(
                message.id(),
                message.chatId(),
                message.senderId(),
                message.recipientId(),
                message.timeStamp(),
                message.content(),
                message.edited(),
                fileName(message),
                fileType(message));
    }

    private static Publication forBoth(Chat chat, ServerFrame frame) {
        return new Publication(members(chat), frame, OptionalLong.empty());
    }

    private static List<Long> members(Chat chat) {
        return List.of(chat.low(), chat.high());
    }

    private static String fileName(Message message) {
        return message.file().map(Message.Attachment::name).orElse("");
    }

    private static String fileType(Message message) {
        return message.file().map(file -> FileType.ofName(file.name()).wireName()).orElse("");
    }
}
