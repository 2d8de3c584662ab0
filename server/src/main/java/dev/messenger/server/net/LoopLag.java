package dev.messenger.server.net;

import dev.messenger.server.meter.Histogram;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How late an event loop is: a task that is to run at a certain moment, again and again, notes when it
/// does. On that loop; any thread reads.
final class LoopLag {

    /// Seldom enough to cost nothing, often enough that no hold-up that is felt falls in between.
    private static final Duration EVERY = Duration.ofMillis(250);

    private final EventExecutor loop;
    private final Histogram late = Histogram.ofDurations();

    /// By [System#nanoTime].
    private long due;

    private LoopLag(EventExecutor loop) {
        this.loop = loop;
        this.due = System.nanoTime() + EVERY.toNanos();
    }

    /// Looks at the loop until that ends.
    static LoopLag of(EventExecutor loop) {
        LoopLag lag = new LoopLag(loop);
        loop.scheduleWithFixedDelay(
                lag::tick, EVERY.toNanos(), EVERY.toNanos(), TimeUnit.NANOSECONDS);
        return lag;
    }

    private void tick() {
        long now = System.nanoTime();
        late.record(Math.max(0, now - due));
        due = now + EVERY.toNanos();
    }

    DoorNumbers.Loop numbers() {
        return new DoorNumbers.Loop(
                loop instanceof SingleThreadEventExecutor single ? single.pendingTasks() : 0,
                late.counts());
    }
}
