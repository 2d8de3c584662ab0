package dev.messenger.notify;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/// One push on its way: which attempt comes next, when it is due, and when it is no longer worth
/// one. Times are those of `System.nanoTime`. Immutable, passed between the notifier's threads.
record Attempt(PushMessage message, int number, long due, long expires) implements Delayed {

    static Attempt first(PushMessage message, Duration patience) {
        long now = System.nanoTime();
        return new Attempt(message, 1, now, now + patience.toNanos());
    }

    Attempt next(Duration delay) {
        return new Attempt(message, number + 1, System.nanoTime() + delay.toNanos(), expires);
    }

    boolean isTooLate() {
        return due - expires > 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.signum(due - ((Attempt) other).due); // overflow-safe, unlike Long.compare
    }
}
