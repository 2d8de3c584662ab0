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
    ///
    /// @param asker asked for what its socket gets instead, if anything changed
    static Optional<Publication> of(Append append, Appended result, Writes.Answer asker) {
        return switch (result) {
            case Appended.Posted(Chat chat, Message message, boolean duplicate) ->
                    duplicate
                            ? Optional.empty()
                            : answered(chat, new LogEntry.Posted(message), asker, result);
            case Appended.Edited(Chat chat, Message message, long seq) ->
                    answered(chat, new LogEntry.Edited(message, seq), asker, result);
            case Appended.Archived(Chat chat, long messageId, long seq, var _) ->
                    answered(chat, new LogEntry.Deleted(chat.id(), seq, messageId), asker, result);
            case Appended.ChatArchived(Chat chat, long seq) ->
                    answered(chat, new LogEntry.ChatArchived(chat.id(), seq), asker, result);
            case Appended.Erased(Chat chat, long seq, var messageIds, var _) ->
                    Optional.of(
                            new Publication(
                                    chat,
                                    new LogEntry.Erased(chat.id(), seq, append.actorId()),
                                    messageIds,
                                    asker.publication(result)));
            case Appended.Refused _, Appended.Busy _, Appended.Unknown _, Appended.Failed _ ->
                    Optional.empty();
        };
    }

    private static Optional<Publication> answered(
            Chat chat, LogEntry entry, Writes.Answer asker, Appended result) {
        return Optional.of(new Publication(chat, entry, List.of(), asker.publication(result)));
    }

    /// Of a number that was read from the log.
    static Publication plain(Chat chat, LogEntry entry) {
        return new Publication(chat, entry, List.of(), Optional.empty());
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
