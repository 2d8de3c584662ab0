package dev.messenger.server;

import dev.messenger.server.delivery.Arrivals;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads for whatever may block. Any thread hands tasks over.
final class Workers implements Executor, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService threads;

    private Workers(ExecutorService threads) {
        this.threads = threads;
    }

    /// Virtual ones, one for each task. They share one name: numbering them would make a string for
    /// every request.
    static Workers virtual() {
        return new Workers(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("worker").factory()));
    }

    /// Those that read the database for those who come back: as many as [Arrivals] lets in at once.
    ///
    /// Not virtual ones: those that wait for a short query are taken off their carrier, timed, watched
    /// by a poller and put back, which takes longer than all the rest of it. These sleep in the socket,
    /// and end when nobody comes.
    static Workers readers() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        Arrivals.AT_ONCE,
                        Arrivals.AT_ONCE,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("reader-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        return new Workers(threads);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /// Lets tasks finish for some seconds, then interrupts them.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
