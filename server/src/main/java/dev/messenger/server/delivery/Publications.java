package dev.messenger.server.delivery;

import dev.messenger.protocol.FileType;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is told, and to whom, of a change that is committed.
final class Publications {

    private Publications() {}

    /// Empty for what changed nothing.
    static Optional<Publication> of(Appended result) {
        return switch (result) {
            case Appended.Posted(Chat chat, Message message, boolean duplicate) ->
                    duplicate ? Optional.empty() : Optional.of(posted(chat, message));
            case Appended.Edited(Chat chat, Message message, long seq) ->
                    Optional.of(forBoth(chat, edited(message)));
            case Appended.Archived(Chat chat, long messageId, long seq, var orphan) ->
                    Optional.of(forBoth(chat, new ServerFrame.DeleteMessage(messageId)));
            case Appended.ChatArchived(Chat chat, long seq) ->
                    Optional.of(forBoth(chat, new ServerFrame.DeletedChat(chat.id())));
            case Appended.Refused refused -> Optional.empty();
            case Appended.Busy busy -> Optional.empty();
            case Appended.Failed failed -> Optional.empty();
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
