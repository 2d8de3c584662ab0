package dev.messenger.storage.jdbc;

import dev.messenger.storage.Chat;
import java.util.OptionalLong;

/// A chat whose row this transaction has locked, or will have before it writes, as the batch leaves it
/// so far.
final class ChatState {

    final long id;
    final long low;
    final long high;
    private final long lastSeqBefore;
    private final long newestBefore;
    private long lastSeq;
    private boolean open;
    private boolean lostMessage;

    /// Zero if the batch adds no message.
    private long newestPost;

    /// @param newestMessage the id of the newest message that is not archived; 0 if there is none
    ChatState(long id, long low, long high, long lastSeq, long newestMessage, boolean open) {
        this.id = id;
        this.low = low;
        this.high = high;
        this.lastSeqBefore = lastSeq;
        this.lastSeq = lastSeq;
        this.newestBefore = newestMessage;
        this.open = open;
    }

    boolean isOpenFor(long userId) {
        return open && hasMember(userId);
    }

    boolean hasMember(long userId) {
        return userId == low || userId == high;
    }

    boolean isOpen() {
        return open;
    }

    long takeSeq() {
        return ++lastSeq;
    }

    void archive() {
        open = false;
    }

    /// A message is gone; it may have been the newest.
    void loseMessage() {
        lostMessage = true;
    }

    void post(long messageId) {
        newestPost = messageId;
    }

    /// No visible message of the chat has a higher id.
    long newestMessage() {
        return Math.max(newestBefore, newestPost);
    }

    boolean changed() {
        return lastSeq != lastSeqBefore;
    }

    long lastSeqBefore() {
        return lastSeqBefore;
    }

    long lastSeq() {
        return lastSeq;
    }

    /// The newest of the messages that the batch adds.
    OptionalLong newestPost() {
        return newestPost == 0 ? OptionalLong.empty() : OptionalLong.of(newestPost);
    }

    /// Whether the newest message must be looked for. A message that was just added is the newest, and
    /// nobody knows its id yet, so it is not among the lost ones.
    boolean newestUnknown() {
        return lostMessage && newestPost == 0;
    }

    /// The chat as of now.
    Chat snapshot() {
        return new Chat(id, low, high, lastSeq);
    }
}
