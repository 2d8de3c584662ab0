package dev.messenger.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A message that is not archived, in a chat that is open.
///
/// @param seq its number in the chat's log; gives the order, which neither `id` nor `timeStamp` does
/// @param clientMsgId the sender's key for it, which tells a resend
/// @param timeStamp the sender's clock
/// @param read whether the recipient's mark has reached it
/// @param replyTo the message that this one answers, which may be gone by now
public record Message(
        long id,
        long chatId,
        long seq,
        long senderId,
        long recipientId,
        UUID clientMsgId,
        String content,
        Instant timeStamp,
        boolean edited,
        boolean read,
        OptionalLong replyTo,
        Optional<Attachment> file) {

    /// @param name as the sender gave it
    public record Attachment(String handle, String name) {}
}
