package dev.messenger.notify;

/// Wakes devices that no socket reached.
///
/// Called by whoever published a message, on any thread, event loops included.
public interface Notifier extends AutoCloseable {

    /// Hands over one push: never blocks, never throws. Delivery is best effort; what cannot be
    /// taken is counted and dropped, for the message itself is safe in storage.
    void send(PushMessage message);

    /// What became of them so far.
    default PushNumbers numbers() {
        return PushNumbers.NONE;
    }

    /// Stops within a bounded time; safe to call twice. Later pushes are dropped.
    @Override
    void close();
}
