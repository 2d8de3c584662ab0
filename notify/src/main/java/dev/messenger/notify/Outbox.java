package dev.messenger.notify;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pushes that wait, ordered by when they are due, and bounded: a push keeps its place from
/// `offer` until it is `done`, however often it is tried, so retries cannot grow the queue.
///
/// When all places are taken the newest push is dropped: the waiting ones give up within their
/// patience and make room. Two log lines frame a flood of drops, instead of one line a drop.
///
/// Offered to on any thread; taken from by the postman; everything here returns at once but
/// `take`.
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final DelayQueue<Attempt> waiting = new DelayQueue<>();
    private final int bound;
    private final Semaphore places;
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean full = new AtomicBoolean();

    Outbox(int bound) {
        this.bound = bound;
        this.places = new Semaphore(bound);
    }

    void offer(Attempt first) {
        if (!places.tryAcquire()) {
            dropped.increment();
            if (full.compareAndSet(false, true)) {
                LOG.warn("event=push_queue_full bound={} dropping=newest", bound);
            }
            return;
        }
        waiting.add(first);
        if (places.availablePermits() >= bound / 2 && full.compareAndSet(true, false)) {
            LOG.warn("event=push_queue_eased dropped_in_all={}", dropped);
        }
    }

    /// Puts a push back that holds its place already.
    void again(Attempt next) {
        waiting.add(next);
    }

    /// Waits for a push that is due.
    Attempt take() throws InterruptedException {
        return waiting.take();
    }

    /// A push that is due now, if there is one.
    @Nullable Attempt poll() {
        return waiting.poll();
    }

    /// Frees a place: the push was delivered or given up.
    void done() {
        places.release();
    }

    /// How many pushes wait or are under way.
    int size() {
        return bound - places.availablePermits();
    }

    /// How many pushes found no place, ever.
    long dropped() {
        return dropped.sum();
    }
}
