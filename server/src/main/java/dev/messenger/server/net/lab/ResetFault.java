package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandlerContext;

/// The connection is gone at once, without a goodbye. On the event loop.
final class ResetFault extends Fault {

    ResetFault(Order order) {
        super(order);
    }

    /// Not now: the handler is not yet where it is being put.
    @Override
    void begin(ChannelHandlerContext ctx) {
        ctx.executor()
                .execute(
                        () -> {
                            acted();
                            end(ctx, "done");
                        });
    }

    @Override
    void undo(ChannelHandlerContext ctx) {
        reset(ctx);
    }
}
