package dev.messenger.server.siege;

import java.util.concurrent.atomic.AtomicLongArray;

/// When each number of a chat was due to be sent, and which numbers are measured. Set by who sends, on
/// the main thread; read by whoever receives.
final class Timetable {

    private static final int MOST = 1 << 16;

    private final AtomicLongArray due = new AtomicLongArray(MOST);
    private volatile long from = Long.MAX_VALUE;

    /// From this number on, arrivals are measured.
    void measureFrom(long seq) {
        from = seq;
    }

    void measureNoMore() {
        from = Long.MAX_VALUE;
    }

    void due(long seq, long nanoTime) {
        due.set((int) seq, nanoTime);
    }

    boolean isMeasured(long seq) {
        return seq >= from;
    }

    /// How long it was under way.
    long took(long seq, long nanoTime) {
        return nanoTime - due.get((int) seq);
    }
}
