package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;

/// The server reads nothing: the peer's bytes wait in the kernels of both, and TCP makes it wait. On
/// the event loop.
final class StallFault extends Fault {

    /// What had been read already, or was read because the socket's own rules said so.
    private final Queue<Object> waiting = new ArrayDeque<>();

    private long bytes;

    StallFault(Order order) {
        super(order);
    }

    @Override
    void begin(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isOver()) {
            ctx.fireChannelRead(message);
            return;
        }
        acted();
        waiting.add(message);
        bytes += Recorder.bytesOf(message);
        ctx.channel().config().setAutoRead(false);
        if (bytes > MOST_BYTES) {
            end(ctx, "full");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (waiting.isEmpty()) {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    void undo(ChannelHandlerContext ctx) {
        boolean some = !waiting.isEmpty();
        while (!waiting.isEmpty()) {
            ctx.fireChannelRead(waiting.remove());
        }
        if (some) {
            ctx.fireChannelReadComplete();
        }
        ctx.channel().config().setAutoRead(true);
    }
}
