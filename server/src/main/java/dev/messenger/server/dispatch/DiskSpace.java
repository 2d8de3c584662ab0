package dev.messenger.server.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether the disk has room, as it was seen some seconds ago at most.
///
/// Asked on virtual threads; the disk itself, which may be another machine's and hang, is looked at by a
/// worker, one at a time, and waited for no longer than [#PATIENCE].
public final class DiskSpace {

    /// With less room the database might not be able to write.
    static final long LEAST = 256L << 20;

    static final Duration PATIENCE = Duration.ofSeconds(1);
    static final Duration FRESH = Duration.ofSeconds(5);

    private final LongSupplier free;
    private final Executor workers;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<Long> look;
    private long lookedAt;

    /// What is known of the disk.
    enum State {
        OK,
        FULL,
        UNKNOWN
    }

    /// @param patience for one look
    DiskSpace(LongSupplier free, Executor workers, Duration patience, LongSupplier nanoTime) {
        this.free = free;
        this.workers = workers;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /// @param workers runs each task on a thread that may block
    public static DiskSpace of(Path directory, Executor workers) {
        return new DiskSpace(
                () -> directory.toFile().getUsableSpace(), workers, PATIENCE, System::nanoTime);
    }

    State state() {
        try {
            long bytes = latest().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return bytes >= LEAST ? State.OK : State.FULL;
        } catch (TimeoutException | ExecutionException e) {
            return State.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return State.UNKNOWN;
        }
    }

    private synchronized CompletableFuture<Long> latest() {
        long now = nanoTime.getAsLong();
        CompletableFuture<Long> latest = look;
        if (latest == null || (latest.isDone() && now - lookedAt >= FRESH.toNanos())) {
            lookedAt = now;
            latest = CompletableFuture.supplyAsync(free::getAsLong, workers);
            look = latest;
        }
        return latest;
    }
}
