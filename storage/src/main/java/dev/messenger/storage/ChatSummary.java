package dev.messenger.storage;

import java.time.Instant;
import java.util.Optional;

/// A chat as one of its members sees it in the list.
///
/// @param unread messages of the other member above this one's read mark, archived ones left out
/// @param last the newest message that is not archived
public record ChatSummary(
        long chatId,
        long otherId,
        String otherName,
        boolean otherHasAvatar,
        Optional<Last> last,
        long unread) {

    /// @param timeStamp the sender's clock
    public record Last(String content, Instant timeStamp) {}
}
