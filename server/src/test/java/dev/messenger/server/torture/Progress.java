package dev.messenger.server.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Counts what the devices together got acknowledged: the clock by which faults are timed. Devices tell
/// it, the saboteur waits for it.
final class Progress {

    private final long began = System.nanoTime();
    private final List<Long> acks = new ArrayList<>();

    /// By [System#nanoTime()].
    long began() {
        return began;
    }

    long now() {
        return System.nanoTime() - began;
    }

    synchronized void acked() {
        acks.add(now());
        notifyAll();
    }

    synchronized int count() {
        return acks.size();
    }

    /// Waits until that many more have come; false if they have not in time.
    synchronized boolean awaitMore(int more, long seconds) throws InterruptedException {
        int due = acks.size() + more;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (acks.size() < due) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /// The longest time without any between two moments, in milliseconds; with the first one after it.
    synchronized long longestSilenceMillis(long from, long to) {
        long longest = 0;
        long last = from;
        for (long ack : acks) {
            if (ack >= from) {
                longest = Math.max(longest, ack - last);
                last = ack;
            }
            if (ack > to) {
                break;
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    /// From that moment to the next one.
    synchronized long untilNextMillis(long from) {
        return acks.stream()
                .filter(ack -> ack >= from)
                .findFirst()
                .map(ack -> TimeUnit.NANOSECONDS.toMillis(ack - from))
                .orElse(-1L);
    }
}
