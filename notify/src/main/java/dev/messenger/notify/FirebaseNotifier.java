package dev.messenger.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes devices through Firebase Cloud Messaging: at least once where FCM can be reached within
/// [Retries], and never at the cost of whoever sends.
///
/// `send` runs on any thread and only fills the [Outbox]. One virtual thread, the postman, takes
/// what is due and gives each attempt a virtual thread of its own, `concurrency` of them at most; a
/// push that waits for its retry holds a place in the outbox and no thread.
public final class FirebaseNotifier implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(FirebaseNotifier.class);

    /// For aborted requests to unwind at `close`; only code runs in it, no network.
    private static final Duration UNWINDING = Duration.ofSeconds(1);

    private final Fcm fcm;
    private final DeadTokens deadTokens;
    private final FirebaseSettings settings;
    private final Outbox outbox;
    private final Semaphore underWay;
    private final Thread postman;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private volatile boolean closed;

    private FirebaseNotifier(Fcm fcm, DeadTokens deadTokens, FirebaseSettings settings) {
        this.fcm = fcm;
        this.deadTokens = deadTokens;
        this.settings = settings;
        this.outbox = new Outbox(settings.queue());
        this.underWay = new Semaphore(settings.concurrency());
        this.postman = Thread.ofVirtual().name("push-postman").unstarted(this::post);
    }

    /// Opens with the standard settings.
    ///
    /// @throws BadCredentials if the file cannot be used; the network is not asked
    public static FirebaseNotifier open(Path serviceAccountFile, DeadTokens deadTokens) {
        return open(serviceAccountFile, deadTokens, FirebaseSettings.STANDARD);
    }

    /// Opens with settings of one's own.
    ///
    /// @throws BadCredentials if the file cannot be used; the network is not asked
    public static FirebaseNotifier open(
            Path serviceAccountFile, DeadTokens deadTokens, FirebaseSettings settings) {
        FirebaseNotifier notifier =
                new FirebaseNotifier(Fcm.open(serviceAccountFile, settings), deadTokens, settings);
        notifier.postman.start();
        return notifier;
    }

    @Override
    public void send(PushMessage message) {
        if (!closed) {
            outbox.offer(Attempt.first(Payload.fit(message), settings.retries().patience()));
        }
    }

    /// How many pushes were dropped because the queue was full.
    public long dropped() {
        return outbox.dropped();
    }

    /// How many pushes wait or are under way.
    public int waiting() {
        return outbox.size();
    }

    @Override
    public PushNumbers numbers() {
        return new PushNumbers(
                waiting(), delivered.sum(), failed.sum(), dead.sum(), retried.sum(), dropped());
    }

    private void post() {
        try {
            while (true) {
                underWay.acquire(); // before `take`: what waits for a permit waits in the outbox
                postNext();
            }
        } catch (InterruptedException closing) {
            // `close` posts what is still due
        }
    }

    private void postNext() throws InterruptedException {
        try {
            start(outbox.take());
        } catch (InterruptedException closing) {
            underWay.release();
            throw closing;
        }
    }

    /// Needs a permit of `underWay`, which the attempt's thread gives back.
    private void start(Attempt attempt) {
        Thread.ofVirtual().name("push").start(() -> deliver(attempt));
    }

    private void deliver(Attempt attempt) {
        boolean settled = true;
        try {
            settled = settle(attempt, fcm.send(attempt.message()));
        } catch (RuntimeException | LinkageError fault) { // of `forget`, or of the SDK's class path
            LOG.error("event=push_fault {}", attempt.message(), fault);
        } finally {
            if (settled) {
                outbox.done();
            }
            underWay.release();
        }
    }

    /// Whether this was the push's last attempt.
    private boolean settle(Attempt attempt, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Delivered() -> {
                delivered.increment();
                yield true;
            }
            case Verdict.DeadToken(String reason) -> {
                LOG.info("event=push_token_dead reason={} {}", reason, attempt.message());
                dead.increment();
                deadTokens.forget(attempt.message().token());
                yield true;
            }
            case Verdict.Refused(String reason) -> failed(attempt, reason);
            case Verdict.Later(String reason, Duration atLeast) -> {
                boolean again = !closed && tryLater(attempt, atLeast);
                yield again ? false : failed(attempt, reason);
            }
        };
    }

    /// Whether the push was put back; a wait past its patience is not begun.
    private boolean tryLater(Attempt attempt, Duration atLeast) {
        Retries retries = settings.retries();
        if (attempt.number() >= retries.attempts()) {
            return false;
        }
        Attempt next =
                attempt.next(retries.delay(attempt.number(), atLeast, ThreadLocalRandom.current()));
        if (next.isTooLate()) {
            return false;
        }
        retried.increment();
        outbox.again(next);
        return true;
    }

    private boolean failed(Attempt attempt, String reason) {
        failed.increment();
        LOG.warn(
                "event=push_failed reason={} attempts={} {}",
                reason,
                attempt.number(),
                attempt.message());
        return true;
    }

    /// Lets what is due go out for `closeWithin`, then aborts the rest; a push that waits for its
    /// retry is not waited for.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        postman.interrupt();
        try {
            finish(System.nanoTime() + settings.closeWithin().toNanos());
            fcm.close();
            underWay.tryAcquire(settings.concurrency(), UNWINDING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            fcm.close();
            Thread.currentThread().interrupt();
        }
        if (outbox.size() > 0) {
            LOG.warn("event=push_closed abandoned={}", outbox.size());
        }
    }

    private void finish(long deadline) throws InterruptedException {
        postman.join(Duration.ofNanos(deadline - System.nanoTime()));
        while (underWay.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            Attempt due = outbox.poll();
            if (due == null) {
                underWay.release();
                break;
            }
            start(due);
        }
        if (underWay.tryAcquire(
                settings.concurrency(), deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            underWay.release(settings.concurrency());
        }
    }
}
