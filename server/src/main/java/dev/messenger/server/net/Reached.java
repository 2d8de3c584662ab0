package dev.messenger.server.net;

import dev.messenger.server.delivery.Marks;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;

/// Notes that a message reached a user: a write to a legacy socket that is completed counts as
/// received. Called on the event loops of the user's sockets.
record Reached(Marks marks, long userId, long chatId, long seq)
        implements GenericFutureListener<Future<? super Void>> {

    @Override
    public void operationComplete(Future<? super Void> write) {
        if (write.isSuccess()) {
            marks.received(userId, chatId, seq);
        }
    }
}
