package dev.messenger.server.bench.sockets;

import java.util.concurrent.TimeUnit;

/// How many of those that were due in each tenth of a second were slow, refused or not even sent. On the
/// client's event loop.
final class Timeline {

    /// More than this is slow.
    static final long SLOW = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TENTHS = 3_000;

    private final long from;
    private final int[] all = new int[TENTHS];
    private final int[] slow = new int[TENTHS];

    Timeline(long from) {
        this.from = from;
    }

    void add(long due, long nanos) {
        int tenth = (int) Math.min(TENTHS - 1, (due - from) / TENTH);
        all[tenth]++;
        if (nanos > SLOW) {
            slow[tenth]++;
        }
    }

    /// When the last tenth of a second ended in which more than one in a hundred was slow, in seconds.
    double secondsUntilNormal() {
        for (int i = TENTHS - 1; i >= 0; i--) {
            if (slow[i] * 100 > all[i]) {
                return (i + 1) / 10.0;
            }
        }
        return 0;
    }
}
