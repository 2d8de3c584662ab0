package dev.messenger.server.delivery;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The line of those who come back: a few at a time may ask the database what they missed, in the
/// order they came.
///
/// After a restart thousands come at once. They wait here, where waiting costs nothing, and not for
/// the database's few connections, for which those who are back already would wait with them. Any
/// thread enters; the tasks run on the workers, on no more than so many at once.
public final class Arrivals {

    /// Fewer than the database has connections for us, so that some are left for everybody else.
    public static final int AT_ONCE = 3;

    /// Who waited longer is told to try again: the client may have given up, and the line must not
    /// grow while the database is away.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Queue<Visit> waiting = new ArrayDeque<>();
    private int inside;

    private record Visit(Runnable task, Runnable late, long since) {}

    /// @param workers runs each task on a thread that may block
    public Arrivals(Executor workers) {
        this(workers, System::nanoTime);
    }

    Arrivals(Executor workers, LongSupplier nanoTime) {
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    /// Runs the task when it is its turn.
    ///
    /// @param late run in its place if that took too long
    public void enter(Runnable task, Runnable late) {
        Visit visit = new Visit(task, late, now());
        synchronized (this) {
            if (inside == AT_ONCE) {
                waiting.add(visit);
                return;
            }
            inside++;
        }
        start(visit);
    }

    /// Puts a task at the end of the line, as the last thing that one does whose turn it is: the two are
    /// never inside together.
    ///
    /// @param late run in its place if that took too long
    synchronized void enterAgain(Runnable task, Runnable late) {
        waiting.add(new Visit(task, late, now()));
    }

    /// By the clock that [#isTooLong] goes by.
    long now() {
        return nanoTime.getAsLong();
    }

    /// Whether who has waited since then has waited too long.
    boolean isTooLong(long since) {
        return now() - since > PATIENCE.toNanos();
    }

    private void start(Visit first) {
        workers.execute(() -> work(first));
    }

    /// Lets in the next itself, and spares it being handed to another thread.
    private void work(Visit first) {
        Visit visit = first;
        while (visit != null) {
            boolean failed = true;
            try {
                (isTooLong(visit.since()) ? visit.late() : visit.task()).run();
                failed = false;
            } finally {
                if (failed) {
                    leave();
                }
            }
            visit = next();
        }
    }

    private void leave() {
        Visit next = next();
        if (next != null) {
            start(next);
        }
    }

    private synchronized @Nullable Visit next() {
        Visit next = waiting.poll();
        if (next == null) {
            inside--;
        }
        return next;
    }

    /// What those are told who waited too long.
    public static Rejected tooMany() {
        return Rejected.retryLater(
                Reason.OVERLOADED, "Too many are coming back at once. Try again.", RETRY_AFTER);
    }
}
