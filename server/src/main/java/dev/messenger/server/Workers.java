package dev.messenger.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Virtual threads, one for each task: for whatever may block. Any thread hands tasks over.
///
/// They share one name: numbering them would make a string for every request.
final class Workers implements Executor, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("worker").factory());

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
