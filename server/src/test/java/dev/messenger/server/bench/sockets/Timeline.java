package dev.messenger.server.bench.sockets;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How many of those that were due in each tenth of a second were slow, refused or not even sent. On the
/// client's event loop.
final class Timeline {

    /// More than this is slow, where nobody says otherwise.
    static final long SLOW = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TENTHS = 3_000;

    /// In tenths.
    private static final int SECOND = 10;

    private final long from;
    private final long slowest;
    private final int[] all = new int[TENTHS];
    private final int[] slow = new int[TENTHS];

    /// @param slowest more nanoseconds than this are slow
    Timeline(long from, long slowest) {
        this.from = from;
        this.slowest = slowest;
    }

    void add(long due, long nanos) {
        int tenth = (int) Math.min(TENTHS - 1, (due - from) / TENTH);
        all[tenth]++;
        if (nanos > slowest) {
            slow[tenth]++;
        }
    }

    /// When the first second began of which at most one in a hundred was slow; if there was none, when
    /// the last one was due.
    double secondsUntilNormal() {
        int end = TENTHS;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        for (int i = 0; i + SECOND <= end; i++) {
            if (sum(slow, i) * 100 <= sum(all, i)) {
                return i / 10.0;
            }
        }
        return end / 10.0;
    }

    private static long sum(int[] tenths, int from) {
        return Arrays.stream(tenths, from, from + SECOND).asLongStream().sum();
    }
}
