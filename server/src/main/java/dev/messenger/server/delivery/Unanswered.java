package dev.messenger.server.delivery;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Counts one socket's writes that are not answered yet. Safe on any thread.
///
/// New messages are handed to the chats' writers without waiting for the commit, so consecutive ones
/// ride in one transaction; whatever else a socket asks for first waits until they are answered, and so
/// sees them.
final class Unanswered {

    private final Executor workers;
    private int count;
    private int enough;
    private @Nullable Runnable waiting;

    Unanswered(Executor workers) {
        this.workers = workers;
    }

    /// Runs the task once at most so many are unanswered: now, or later on a worker. There is never
    /// more than one task that waits.
    void whenAtMost(int most, Runnable task) {
        synchronized (this) {
            if (count > most) {
                enough = most;
                waiting = task;
                return;
            }
        }
        task.run();
    }

    synchronized void begun() {
        count++;
    }

    void answered() {
        Runnable ready = null;
        synchronized (this) {
            count--;
            if (waiting != null && count <= enough) {
                ready = waiting;
                waiting = null;
            }
        }
        if (ready != null) {
            workers.execute(ready);
        }
    }
}
