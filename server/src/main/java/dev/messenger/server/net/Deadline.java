package dev.messenger.server.net;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The one time by which something must have happened on a connection.
///
/// All on the connection's event loop. It is moved with every request but seldom reached, so moving
/// it later costs two fields: the timer rings at the old time and is wound again.
final class Deadline {

    private final EventExecutor loop;
    private final Ticker clock;

    private @Nullable Runnable missed;
    private long at;
    private @Nullable Future<?> timer;
    private long rings;

    Deadline(EventExecutor loop) {
        this.loop = loop;
        this.clock =
                loop instanceof AbstractScheduledEventExecutor timed
                        ? timed.ticker()
                        : Ticker.systemTicker();
    }

    /// Replaces the deadline there was.
    void set(Duration in, Runnable missed) {
        this.missed = missed;
        at = clock.nanoTime() + in.toNanos();
        if (timer == null) {
            wind(in.toNanos());
        } else if (at - rings < 0) {
            timer.cancel(false);
            wind(in.toNanos());
        }
    }

    boolean isSet() {
        return missed != null;
    }

    void clear() {
        missed = null;
    }

    /// Clears it, and leaves no timer behind.
    void cancel() {
        missed = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void wind(long nanos) {
        rings = at;
        timer = loop.schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        Runnable then = missed;
        if (then == null) {
            return;
        }
        long left = at - clock.nanoTime();
        if (left > 0) {
            wind(left);
            return;
        }
        missed = null;
        then.run();
    }
}
