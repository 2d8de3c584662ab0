package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/// Everything is thrown away in silence, both ways, and each side believes that the other is there. On
/// the event loop.
///
/// It cannot end but in a reset: TLS would notice that bytes are missing.
final class HalfOpenFault extends Fault {

    HalfOpenFault(Order order) {
        super(order);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        acted();
        ReferenceCountUtil.release(message);
    }

    /// Nobody is to think that the peer was heard.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (isOver()) {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        acted();
        ReferenceCountUtil.release(message);
        promise.trySuccess();
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {}

    @Override
    void undo(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            reset(ctx);
        }
    }
}
