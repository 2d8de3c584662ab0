package dev.messenger.server.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes a writer's batches one after the other: a large one on another thread, so that the database
/// has the next one meanwhile; a small one at once, which spares waking that thread.
///
/// ```
/// writer     commit 1 | commit 2 ...... | commit 3
/// other               | publish 1 |     | publish 2
/// ```
///
/// What the other thread has not begun when the next batch is to be published, the writer does itself, so
/// no more than one ever waits. Only the writer calls it.
final class Publishing {

    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

    private final Executor other;
    private final int large;
    private Once last = new Once(() -> {});

    /// @param other runs what it is given, one after the other, or never
    /// @param large changes of a batch that is worth another thread
    Publishing(Executor other, int large) {
        this.other = other;
        this.large = large;
        finish();
    }

    /// Publishes the batch, after those before it.
    ///
    /// @param size changes in the batch
    void publish(int size, Runnable batch) {
        finish();
        last = new Once(batch);
        if (size < large) {
            last.run();
        } else {
            other.execute(last);
        }
    }

    /// Returns when everything is published.
    void finish() {
        last.run();
        last.over.join();
    }

    /// Something that whoever comes first does.
    private record Once(Runnable batch, AtomicBoolean begun, CompletableFuture<Void> over)
            implements Runnable {

        Once(Runnable batch) {
            this(batch, new AtomicBoolean(), new CompletableFuture<>());
        }

        @Override
        public void run() {
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            try {
                batch.run();
            } catch (RuntimeException | Error e) {
                LOG.error("event=publisher_failed", e);
            } finally {
                over.complete(null);
            }
        }
    }
}
