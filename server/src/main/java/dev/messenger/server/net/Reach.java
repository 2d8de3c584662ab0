package dev.messenger.server.net;

import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.Sockets;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.util.concurrent.atomic.AtomicInteger;

/// Whether a publication got through to the one user who must hear of it: it did not once the writes
/// to all of their sockets have failed. Called on the event loops of those sockets.
final class Reach implements GenericFutureListener<Future<? super Void>> {

    private final Publication publication;
    private final long userId;
    private final AtomicInteger hopes;
    private final Sockets.Unreached unreached;

    /// @param sockets how many are tried, at least one
    Reach(Publication publication, long userId, int sockets, Sockets.Unreached unreached) {
        this.publication = publication;
        this.userId = userId;
        this.hopes = new AtomicInteger(sockets);
        this.unreached = unreached;
    }

    @Override
    public void operationComplete(Future<? super Void> write) {
        if (!write.isSuccess()) {
            failed();
        }
    }

    /// One write that succeeds keeps the count above zero for good.
    void failed() {
        if (hopes.decrementAndGet() == 0) {
            unreached.unreached(publication, userId);
        }
    }
}
