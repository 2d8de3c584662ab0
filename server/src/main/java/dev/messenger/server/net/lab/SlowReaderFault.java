package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;

/// Nothing that is written leaves, as if the peer's window were shut, and the channel says that it is
/// full. On the event loop.
final class SlowReaderFault extends Fault {

    /// Which of the channel's marks for writability is ours.
    private static final int MARK = 31;

    private boolean flushed;

    SlowReaderFault(Order order) {
        super(order);
    }

    @Override
    void begin(ChannelHandlerContext ctx) {
        setWritable(ctx, false);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (isOver()) {
            ctx.flush();
            return;
        }
        acted();
        flushed = true;
    }

    @Override
    void undo(ChannelHandlerContext ctx) {
        if (flushed) {
            ctx.flush();
        }
        setWritable(ctx, true);
    }

    private static void setWritable(ChannelHandlerContext ctx, boolean writable) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        if (buffer != null) {
            buffer.setUserDefinedWritability(MARK, writable);
        }
    }
}
