package dev.messenger.server.delivery;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import java.util.List;
import java.util.Optional;

/// One number of a chat's log, on its way to every socket of the chat's members.
///
/// @param erasedMessages what an erasure took away, for clients that know no erasures
/// @param answer what the socket that asked for it gets instead
public record Publication(
        Chat chat, LogEntry entry, List<Long> erasedMessages, Optional<Answer> answer) {

    /// @param to the socket that asked
    public record Answer(Peer to, Event.Ack ack) {}

    /// Of a change that is committed; empty if nothing changed.
    static Optional<Publication> of(Append append, Appended result) {
        return switch (result) {
            case Appended.Posted(Chat chat, Message message, boolean duplicate) ->
                    duplicate
                            ? Optional.empty()
                            : Optional.of(plain(chat, new LogEntry.Posted(message)));
            case Appended.Edited(Chat chat, Message message, long seq) ->
                    Optional.of(plain(chat, new LogEntry.Edited(message, seq)));
            case Appended.Archived(Chat chat, long messageId, long seq, var _) ->
                    Optional.of(plain(chat, new LogEntry.Deleted(chat.id(), seq, messageId)));
            case Appended.ChatArchived(Chat chat, long seq) ->
                    Optional.of(plain(chat, new LogEntry.ChatArchived(chat.id(), seq)));
            case Appended.Erased(Chat chat, long seq, var messageIds, var _) ->
                    Optional.of(
                            new Publication(
                                    chat,
                                    new LogEntry.Erased(chat.id(), seq, append.actorId()),
                                    messageIds,
                                    Optional.empty()));
            case Appended.Refused _, Appended.Busy _, Appended.Unknown _, Appended.Failed _ ->
                    Optional.empty();
        };
    }

    /// Of a number that was read from the log.
    static Publication plain(Chat chat, LogEntry entry) {
        return new Publication(chat, entry, List.of(), Optional.empty());
    }

    Publication answering(Optional<Answer> socket) {
        return new Publication(chat, entry, erasedMessages, socket);
    }

    /// Whether this socket has asked for it, and gets the answer instead.
    public boolean isAnswerTo(Peer socket) {
        return answer.isPresent() && answer.get().to().equals(socket);
    }

    public long chatId() {
        return chat.id();
    }

    public long seq() {
        return entry.seq();
    }

    public List<Long> audience() {
        return List.of(chat.low(), chat.high());
    }

    /// For sockets of Part 2.
    public Event.Numbered event() {
        return Telling.live(entry);
    }

    /// For sockets of Part 1, in this order.
    public List<ServerFrame> legacy() {
        return Telling.legacy(entry, erasedMessages);
    }

    /// The new message, if it is one.
    public Optional<Message> message() {
        return entry instanceof LogEntry.Posted(Message message)
                ? Optional.of(message)
                : Optional.empty();
    }
}
