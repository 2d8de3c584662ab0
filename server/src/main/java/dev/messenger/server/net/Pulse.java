package dev.messenger.server.net;

/// Whether one peer lives, by what came from it between two beats of the [Heartbeat]. On the event loop.
final class Pulse {

    private static final int BEATS_THE_DEAD_MISS = 2;

    private boolean heard = true;
    private int missed;

    /// The peer sent something, so it lives.
    void heard() {
        heard = true;
    }

    /// One beat more.
    ///
    /// @param listening whether the peer is read from; it cannot show that it lives otherwise
    /// @return whether it was silent for so many that it is dead
    boolean isLostAfterBeat(boolean listening) {
        missed = heard || !listening ? 0 : missed + 1;
        heard = false;
        return missed == BEATS_THE_DEAD_MISS;
    }
}
