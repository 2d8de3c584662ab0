package dev.messenger.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the server when the process is told to end (Ctrl-C, SIGTERM), in bounded time, and ends it
/// with 0.
///
/// Runs on a thread of its own while the JVM shuts down; a server that is still starting is first
/// waited for, so that its database is never left behind.
final class Shutdown {

    /// What may take how long after the sockets are sent away is bounded where it happens; this is for
    /// what should never be. With the standard drain, less than the 60 s after which systemd kills.
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final CompletableFuture<Messenger> started;
    private final Duration drain;

    private Shutdown(CompletableFuture<Messenger> started, Duration drain) {
        this.started = started;
        this.drain = drain;
    }

    /// @param started done, in whatever way, when the server has started or given up
    /// @param drain over which it sends its sockets away
    static void stops(CompletableFuture<Messenger> started, Duration drain) {
        Shutdown shutdown = new Shutdown(started, drain);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(shutdown::run));
    }

    private void run() {
        if (started.isCompletedExceptionally()) {
            return;
        }
        LOG.info("event=stopping");
        Duration limit = drain.plus(LIMIT);
        Thread closing = Thread.ofPlatform().name("shutdown").daemon().start(this::close);
        try {
            if (!closing.join(limit)) {
                LOG.error("event=stop_abandoned seconds={}", limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        Messenger messenger;
        try {
            messenger = started.join();
        } catch (CompletionException gaveUp) {
            return; // and has closed what it had opened
        }
        messenger.close();
        LOG.info("event=stopped");
        // The JVM would end with 128 + the signal's number, as if it had been killed.
        Runtime.getRuntime().halt(0);
    }
}
