package dev.messenger.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A change to a chat that takes the next number of its log.
public sealed interface Append {

    long chatId();

    /// Who wants it; must be a member.
    long actorId();

    /// A new message.
    ///
    /// @param clientMsgId with chat and sender the key that makes a resend recognisable, for ever
    /// @param fresh whether this server made the key just now, so that it cannot be known yet and the
    ///     search for it can be left out
    /// @param requestHash SHA-256 of what was asked; tells a true resend from other content under a
    ///     known key. Empty where the server made the key
    /// @param timeStamp the sender's clock, shown but never used for order
    /// @param file the upload to attach
    record Post(
            long chatId,
            long actorId,
            UUID clientMsgId,
            boolean fresh,
            Optional<byte[]> requestHash,
            String content,
            Instant timeStamp,
            Optional<Upload> file,
            OptionalLong replyTo)
            implements Append {

        /// The same, when its key may be known by now: it was asked for before.
        public Post asKnown() {
            return new Post(
                    chatId,
                    actorId,
                    clientMsgId,
                    false,
                    requestHash,
                    content,
                    timeStamp,
                    file,
                    replyTo);
        }
    }

    /// An upload to attach.
    ///
    /// @param handle names an upload of the sender's that no message has taken yet
    /// @param name what the message calls the file; an empty one leaves the upload's name
    record Upload(String handle, String name) {}

    /// New content for a message of the actor's own.
    record Edit(long chatId, long actorId, long messageId, String content) implements Append {}

    /// Takes a message out of sight, for both, and its file away. Either member may.
    record Archive(long chatId, long actorId, long messageId) implements Append {}

    /// Ends the chat; the pair can open a new one. Either member may.
    record ArchiveChat(long chatId, long actorId) implements Append {}

    /// Takes away all that the actor ever wrote in the chat, with its files: the messages keep their
    /// numbers, archived and empty. The chat itself may be archived.
    record Erase(long chatId, long actorId) implements Append {}
}
