package dev.messenger.server.net.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Bytes travel one by one, as far as a stream may: inbound each is a read of its own, outbound a
/// segment. On the event loop.
final class FragmentsFault extends Fault {

    /// Of one read or write; each costs a call of the system.
    static final int MOST = 512;

    FragmentsFault(Order order) {
        super(order);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes) || isOver()) {
            ctx.fireChannelRead(message);
            return;
        }
        acted();
        for (int i = 0; i < MOST && bytes.readableBytes() > 1; i++) {
            // A handler may make room in what it gets, so it must not be shared.
            ctx.fireChannelRead(bytes.alloc().buffer(1).writeByte(bytes.readByte()));
        }
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes) || isOver()) {
            ctx.write(message, promise);
            return;
        }
        acted();
        for (int i = 0; i < MOST && bytes.readableBytes() > 1; i++) {
            ctx.writeAndFlush(bytes.readRetainedSlice(1));
        }
        ctx.write(bytes, promise);
    }
}
