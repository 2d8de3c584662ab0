package dev.messenger.server.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Pings a server over a socket of its own, again and again, to see whether its event loops turn while
/// its database stands still. One virtual thread pings; the saboteur begins and ends it.
final class Pulse implements AutoCloseable {

    private static final long PAUSE_NANOS =
            TimeUnit.MILLISECONDS.toNanos(80); // 200 in 10 s are too many

    private final WebSocketLink link;
    private final List<Long> nanos = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ended;

    private Pulse(WebSocketLink link) {
        this.link = link;
        this.thread = Thread.ofVirtual().name("pulse").start(this::beat);
    }

    static Pulse of(Account account, Address address) throws IOException {
        return new Pulse(WebSocketLink.open(account.upgrade(address)));
    }

    private void beat() {
        try {
            while (!ended) {
                nanos.add(link.ping());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException stopped) {
            nanos.add(Long.MAX_VALUE);
        }
    }

    /// Round trips in nanoseconds; [Long#MAX_VALUE] for one that never came back.
    List<Long> end() throws InterruptedException {
        ended = true;
        if (!thread.join(Duration.ofNanos(Cable.PATIENCE_NANOS))) {
            link.cut();
            thread.join();
        }
        link.close();
        return List.copyOf(nanos);
    }

    @Override
    public void close() {
        ended = true;
        link.cut();
    }
}
