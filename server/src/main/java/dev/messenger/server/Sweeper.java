package dev.messenger.server;

import dev.messenger.server.usecase.FileTransfers;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has left-over files swept out at start-up and every hour, on a thread of its own.
final class Sweeper implements AutoCloseable {

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final FileTransfers files;
    private final Thread thread = Thread.ofVirtual().name("sweeper").unstarted(this::run);

    private Sweeper(FileTransfers files) {
        this.files = files;
    }

    static Sweeper start(FileTransfers files) {
        Sweeper sweeper = new Sweeper(files);
        sweeper.thread.start();
        return sweeper;
    }

    private void run() {
        try {
            while (true) {
                sweep();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException closing) {
            // The next start sweeps again.
        }
    }

    /// What fails now is tried again in an hour.
    private void sweep() {
        try {
            files.sweep();
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=sweep_failed", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
