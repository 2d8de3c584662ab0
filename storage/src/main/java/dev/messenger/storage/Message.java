package dev.messenger.storage;

import java.time.Instant;
import java.util.Optional;

/// A message that is not archived, in a chat that is open.
///
/// @param seq its number in the chat's log; gives the order, which neither `id` nor `timeStamp` does
/// @param timeStamp the sender's clock
/// @param read whether the recipient's mark has reached it
public record Message(
        long id,
        long chatId,
        long seq,
        long senderId,
        long recipientId,
        String content,
        Instant timeStamp,
        boolean edited,
        boolean read,
        Optional<Attachment> file) {

    /// @param name as the sender gave it
    public record Attachment(String handle, String name) {}
}
