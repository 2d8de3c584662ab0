package dev.messenger.server.delivery;

/// Wakes people by push whose devices do not receive what was published. Safe on any thread; never
/// blocks.
public interface Wakeups {

    /// A publication is on the way; who does not receive its message in time is to be woken.
    void expect(Publication publication);

    /// A device of the user has received the chat up to there.
    void received(long userId, long chatId, long seq);
}
