package dev.messenger.server.net;

import dev.messenger.server.delivery.Publication;
import dev.messenger.storage.Chat;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Publications of a chat, for tests of how they travel.
final class Published {

    static final long CHAT = 7;

    private Published() {}

    /// A deletion of the message with that number, which is the change's number too.
    static Publication deletion(long number, long low, long high) {
        return of(new LogEntry.Deleted(CHAT, number, number), number, low, high);
    }

    /// A message from the one to the other.
    static Publication message(long number, long sender, long recipient, String content) {
        return of(
                new LogEntry.Posted(
                        new Message(
                                number,
                                CHAT,
                                number,
                                sender,
                                recipient,
                                new UUID(0, number),
                                content,
                                Instant.EPOCH,
                                false,
                                false,
                                OptionalLong.empty(),
                                Optional.empty())),
                number,
                Math.min(sender, recipient),
                Math.max(sender, recipient));
    }

    private static Publication of(LogEntry entry, long number, long low, long high) {
        return new Publication(
                new Chat(CHAT, low, high, number), entry, List.of(), Optional.empty());
    }
}
