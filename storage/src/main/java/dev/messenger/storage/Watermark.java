package dev.messenger.storage;

/// How far in a chat's log a member has come.
///
/// @param deliveredSeq the highest number that a device of the member's has confirmed
/// @param readSeq the highest number that the member has seen; never above `deliveredSeq`
public record Watermark(long chatId, long userId, long deliveredSeq, long readSeq) {

    /// Whose mark in which chat.
    public record Key(long chatId, long userId) {}

    public Key key() {
        return new Key(chatId, userId);
    }
}
