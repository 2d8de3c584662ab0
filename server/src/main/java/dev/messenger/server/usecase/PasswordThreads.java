package dev.messenger.server.usecase;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The threads of [Passwords], with a short queue in front.
///
/// They give way to all others. That alone does not do: whoever sends wrong passwords without end has
/// them work without end, and takes the share that the kernel gives even to such threads, and the cold
/// caches. So the more come in vain, the longer each thread rests between two passwords; a rush of
/// people who log in is not a flood, and loses little.
final class PasswordThreads extends ThreadPoolExecutor {

    private static final int QUEUE = 32;

    /// Refused while one password was checked, at which a thread rests for as long as it worked. A
    /// rush of a hundred people, each of whom tries again as soon as told to, is five or so.
    private static final double FLOOD = 20;

    /// Times what it worked.
    private static final double LONGEST_REST = 3;

    private static final ThreadLocal<Turn> TURN = new ThreadLocal<>();

    private final LongSupplier refused;
    private final Rest rest;

    /// Has the calling thread wait.
    interface Rest {
        void take(Duration time) throws InterruptedException;
    }

    /// @param began by [System#nanoTime]
    /// @param refused so far, then
    private record Turn(long began, long refused) {}

    /// @param refused how many have been turned away so far
    PasswordThreads(int threads, LongSupplier refused, Rest rest) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                PasswordThreads::thread);
        this.refused = refused;
        this.rest = rest;
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform()
                .name("passwords")
                .daemon()
                .unstarted(
                        () -> {
                            LowPriority.takeForThisThread();
                            work.run();
                        });
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        TURN.set(new Turn(System.nanoTime(), refused.getAsLong()));
    }

    @Override
    protected void afterExecute(Runnable work, Throwable fault) {
        Turn over = TURN.get();
        Duration worked = Duration.ofNanos(System.nanoTime() - over.began());
        Duration due = rest(worked, refused.getAsLong() - over.refused());
        if (due.isPositive()) {
            try {
                rest.take(due);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// @param inVain how many were refused meanwhile
    static Duration rest(Duration worked, long inVain) {
        return Duration.ofNanos((long) (worked.toNanos() * Math.min(LONGEST_REST, inVain / FLOOD)));
    }
}
