package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/// Counts a socket's pings and pongs, which no other limit sees. Used on the socket's event loop.
final class ControlFrames {

    static final int MOST = 200;
    static final long WINDOW_SECONDS = 10;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    private final Ticker clock;
    private long windowStart;
    private int count;

    ControlFrames(Ticker clock) {
        this.clock = clock;
        windowStart = clock.nanoTime();
    }

    /// @throws Breach at more than [#MOST] in a window
    void count() {
        long now = clock.nanoTime();
        if (now - windowStart >= WINDOW) {
            windowStart = now;
            count = 0;
        }
        if (++count > MOST) {
            throw new Breach(CloseCode.POLICY_VIOLATION);
        }
    }
}
