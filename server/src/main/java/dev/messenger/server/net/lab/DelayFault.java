package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Everything waits for a while, both ways, and keeps its order. On the event loop.
final class DelayFault extends Fault {

    private final Queue<Late> incoming = new ArrayDeque<>();
    private final Queue<Late> outgoing = new ArrayDeque<>();
    private long bytes;

    private record Late(long bytes, Runnable goOn) {}

    DelayFault(Order order) {
        super(order);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isOver()) {
            ctx.fireChannelRead(message);
            return;
        }
        Runnable goOn = () -> ctx.fireChannelRead(message);
        delay(ctx, incoming, Recorder.bytesOf(message), goOn);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (isOver()) {
            ctx.fireChannelReadComplete();
            return;
        }
        delay(ctx, incoming, 0, ctx::fireChannelReadComplete);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (isOver()) {
            ctx.write(message, promise);
            return;
        }
        Runnable goOn = () -> ctx.write(message, promise);
        delay(ctx, outgoing, Recorder.bytesOf(message), goOn);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (isOver()) {
            ctx.flush();
            return;
        }
        delay(ctx, outgoing, 0, ctx::flush);
    }

    /// What waits to be sent is sent first, or the peer would miss our last words.
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        goOn(outgoing);
        ctx.close(promise);
    }

    private void delay(ChannelHandlerContext ctx, Queue<Late> queue, long size, Runnable goOn) {
        acted();
        queue.add(new Late(size, goOn));
        bytes += size;
        if (bytes > MOST_BYTES) {
            end(ctx, "full");
            return;
        }
        ctx.executor().schedule(() -> next(queue), order().millis(), TimeUnit.MILLISECONDS);
    }

    /// A timer each, but who is next is the queue's to say.
    private void next(Queue<Late> queue) {
        Late late = queue.poll();
        if (late != null) {
            bytes -= late.bytes();
            late.goOn().run();
        }
    }

    private void goOn(Queue<Late> queue) {
        while (!queue.isEmpty()) {
            next(queue);
        }
    }

    @Override
    void undo(ChannelHandlerContext ctx) {
        goOn(incoming);
        goOn(outgoing);
    }
}
