package dev.messenger.server.net.lab;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has something done on the event loop of a connection, and waits for it. On virtual threads.
final class OnLoop {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private OnLoop() {}

    /// @throws Rejected if the task does, or the loop is too busy
    static <T> T call(Channel channel, Callable<T> task) {
        try {
            return channel.eventLoop().submit(task).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Rejected refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a task of the lab failed", e.getCause());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    /// Does not wait; nothing, if the loop has ended.
    static void run(Channel channel, Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException loopHasEnded) {
            return;
        }
    }

    private static Rejected busy() {
        return Rejected.retryLater(
                Reason.OVERLOADED, "The event loop has no time now.", Duration.ofSeconds(1));
    }
}
