package dev.messenger.notify;

/// What became of pushes since the start.
///
/// @param waiting pushes that wait or are under way now
/// @param delivered taken by the service that wakes devices
/// @param failed given up
/// @param deadTokens for devices that are no more
/// @param retried attempts that will be followed by another
/// @param dropped never tried, because too many waited
public record PushNumbers(
        int waiting, long delivered, long failed, long deadTokens, long retried, long dropped) {

    /// Nothing is pushed.
    public static final PushNumbers NONE = new PushNumbers(0, 0, 0, 0, 0, 0);
}
