package dev.messenger.server.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// One socket's messages, and whatever else takes its turn among them, one after the other in the
/// order they came.
///
/// The event loop calls [#add]. In a task of its own, for all that came at once, it carries out what is
/// prompt; from the first on that may wait for something, a worker does. Nothing waits for an answer by
/// blocking: a task is done when its `done` has been run, on whatever thread, and only then comes the
/// next.
///
/// ```
/// event loop --add--> [at most 64] --prompt--> event loop
///      ^                       |   \--else---> worker
///      +--- pauseReading ------+ while full
/// ```
final class Inbox {

    /// Tasks that may wait before reading pauses.
    static final int LIMIT = 64;

    private final Executor workers;
    private final Peer peer;
    private final Executor together;

    private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean closed;

    /// What is to be done in its turn.
    @FunctionalInterface
    interface Task {

        /// Whether nothing in it waits. Asked on the event loop alone, when its turn has come; it is run
        /// there if so, and on a worker otherwise. Must not throw.
        default boolean isPrompt() {
            return false;
        }

        /// Must not throw.
        ///
        /// @param done to be run, once, when the next may come
        void run(Runnable done);
    }

    /// @param workers runs each task on a thread that may block
    /// @param together runs a task at once, and has what is submitted in it written as a whole
    Inbox(Executor workers, Peer peer, Executor together) {
        this.workers = workers;
        this.peer = peer;
        this.together = together;
    }

    void add(Task task) {
        waiting.add(task);
        int now = queued.incrementAndGet();
        // Each time: an earlier resumeReading may take effect between two messages.
        if (now >= LIMIT) {
            peer.pauseReading();
        }
        if (now == 1) {
            goOn();
        }
    }

    void close() {
        closed = true;
    }

    private void goOn() {
        peer.run(() -> together.execute(this::workOnLoop));
    }

    /// As far as all is prompt.
    private void workOnLoop() {
        boolean next = true;
        while (next) {
            if (!closed && !waiting.element().isPrompt()) {
                workers.execute(this::work);
                return;
            }
            next = takeTurn();
        }
    }

    private void work() {
        boolean next = true;
        while (next) {
            next = takeTurn();
        }
    }

    /// @return whether it is over already, and there is another task
    private boolean takeTurn() {
        Task task = waiting.remove();
        if (closed) {
            return finish();
        }
        Turn turn = new Turn();
        task.run(turn);
        return turn.endsInTime();
    }

    /// @return whether there is another task
    private boolean finish() {
        int left = queued.decrementAndGet();
        if (left == LIMIT - 1) {
            peer.resumeReading();
        }
        return left > 0;
    }

    /// One task's turn: over when its `run` has returned and it is done, whichever is the later; the later
    /// goes on with the next.
    private final class Turn implements Runnable {

        private final AtomicInteger open = new AtomicInteger(2);

        @Override
        public void run() {
            if (open.decrementAndGet() == 0 && finish()) {
                goOn();
            }
        }

        /// @return whether the task was done before its `run` returned, and there is another
        boolean endsInTime() {
            return open.decrementAndGet() == 0 && finish();
        }
    }
}
