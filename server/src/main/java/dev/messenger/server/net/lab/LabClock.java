package dev.messenger.server.net.lab;

/// Nanoseconds since the lab began: small enough to stay exact in JavaScript's numbers for a hundred
/// days. Safe on any thread.
final class LabClock {

    private final long began = System.nanoTime();

    long now() {
        return at(System.nanoTime());
    }

    /// @param nanoTime of [System#nanoTime]
    long at(long nanoTime) {
        return nanoTime - began;
    }
}
