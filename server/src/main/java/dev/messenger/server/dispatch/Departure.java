package dev.messenger.server.dispatch;

import java.util.concurrent.CompletableFuture;

/// Whether the client of a request is still there to be answered.
///
/// The connection's event loop says when it is gone; whoever waits on its behalf may have that told.
public final class Departure {

    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    public void happened() {
        gone.complete(null);
    }

    /// Runs the task when the client is gone, on the event loop; at once, if it is already. The task
    /// must not block.
    public void then(Runnable task) {
        var _ = gone.thenRun(task);
    }
}
