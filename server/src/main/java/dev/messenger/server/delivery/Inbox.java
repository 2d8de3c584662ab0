package dev.messenger.server.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One socket's messages, handled one after the other in the order they came.
///
/// The event loop calls [#receive]; tasks on `workers`, never two at a time, do the work. Nothing
/// waits by blocking: a message is done when its `done` has been run, on whatever thread, and only then
/// comes the next.
///
/// ```
/// event loop --receive--> [at most 64] --task--> handler --done--> the next
///      ^                       |
///      +--- pauseReading ------+ while full
/// ```
final class Inbox {

    /// Messages that may wait before reading pauses.
    static final int LIMIT = 64;

    private final Executor workers;
    private final Peer peer;
    private final Handler handler;

    private final Queue<Consumer<Runnable>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean closed;

    /// What is to be done with a message; must not throw.
    interface Handler {

        /// @param received when it came, by [System#nanoTime]
        /// @param done to be run, once, when the next may come
        void handle(String message, long received, Runnable done);
    }

    /// @param workers runs each task on a thread that may block
    Inbox(Executor workers, Peer peer, Handler handler) {
        this.workers = workers;
        this.peer = peer;
        this.handler = handler;
    }

    void receive(String message) {
        long received = System.nanoTime();
        add(done -> handler.handle(message, received, done));
    }

    /// Has a task take its turn after all messages that came before.
    ///
    /// @param task takes what to run, once, when it is done; must not throw
    void whenHandled(Consumer<Runnable> task) {
        add(task);
    }

    private void add(Consumer<Runnable> task) {
        waiting.add(task);
        int now = queued.incrementAndGet();
        // Each time: an earlier resumeReading may take effect between two messages.
        if (now >= LIMIT) {
            peer.pauseReading();
        }
        if (now == 1) {
            workers.execute(this::work);
        }
    }

    void close() {
        closed = true;
    }

    private void work() {
        boolean next = true;
        while (next) {
            Consumer<Runnable> task = waiting.remove();
            if (closed) {
                next = finish();
            } else {
                Turn turn = new Turn();
                task.accept(turn);
                next = turn.endsInTime();
            }
        }
    }

    /// @return whether there is another message
    private boolean finish() {
        int left = queued.decrementAndGet();
        if (left == LIMIT - 1) {
            peer.resumeReading();
        }
        return left > 0;
    }

    /// The handling of one message: over when the handler has returned and it is done, whichever is
    /// the later; the later goes on with the next.
    private final class Turn implements Runnable {

        private final AtomicInteger open = new AtomicInteger(2);

        @Override
        public void run() {
            if (open.decrementAndGet() == 0 && finish()) {
                workers.execute(Inbox.this::work);
            }
        }

        /// @return whether the message was done before the handler returned, and there is another
        boolean endsInTime() {
            return open.decrementAndGet() == 0 && finish();
        }
    }
}
