package dev.messenger.server.net.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/// What was committed is not told to who asked for it: the connection breaks in the worst moment. On
/// the event loop.
final class LostAckFault extends Fault {

    private boolean lost;

    LostAckFault(Order order) {
        super(order);
    }

    @Override
    boolean amongFrames() {
        return true;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean ack = message instanceof ByteBuf frame && Words.contain(frame, "\"type\":\"ack\"");
        if (!lost && !ack) {
            ctx.write(message, promise);
            return;
        }
        ReferenceCountUtil.release(message);
        promise.trySuccess();
        if (!lost) {
            lost = true;
            acted();
            // Not now: whoever writes is not through yet.
            ctx.executor().execute(() -> end(ctx, "done"));
        }
    }

    @Override
    void undo(ChannelHandlerContext ctx) {
        if (lost) {
            reset(ctx);
        }
    }
}
