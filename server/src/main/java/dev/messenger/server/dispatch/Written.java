package dev.messenger.server.dispatch;

import dev.messenger.server.delivery.Writes;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A change that a request waits for, on its virtual thread; the chat's writer answers in bounded time.
final class Written implements Writes.Answer {

    private final CompletableFuture<Appended> done = new CompletableFuture<>();

    private Written() {}

    static Written submit(Writes writes, Append append) {
        Written written = new Written();
        writes.submit(append, written);
        return written;
    }

    @Override
    public void written(Appended result) {
        done.complete(result);
    }

    @Override
    public void failed(Throwable fault) {
        done.completeExceptionally(fault);
    }

    /// What it came to; throws what it failed for.
    Appended await() {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : e;
        }
    }
}
