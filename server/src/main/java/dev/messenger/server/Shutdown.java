package dev.messenger.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the server when the process is told to end (Ctrl-C, SIGTERM), in bounded time.
///
/// Runs on a thread of its own while the JVM shuts down; a server that is still starting is first
/// waited for, so that its database is never left behind.
final class Shutdown {

    /// A little less than the 60 s after which systemd kills.
    private static final Duration LIMIT = Duration.ofSeconds(50);

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final CompletableFuture<Messenger> started;

    private Shutdown(CompletableFuture<Messenger> started) {
        this.started = started;
    }

    /// @param started done, in whatever way, when the server has started or given up
    static void stops(CompletableFuture<Messenger> started) {
        Shutdown shutdown = new Shutdown(started);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(shutdown::run));
    }

    private void run() {
        if (started.isCompletedExceptionally()) {
            return;
        }
        LOG.info("event=stopping");
        Thread closing = Thread.ofPlatform().name("shutdown").daemon().start(this::close);
        try {
            if (!closing.join(LIMIT)) {
                LOG.error("event=stop_abandoned seconds={}", LIMIT.toSeconds());
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
    }
}
