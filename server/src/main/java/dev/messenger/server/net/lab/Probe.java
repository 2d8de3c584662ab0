package dev.messenger.server.net.lab;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Sits between two handlers and tells [Probes] what passes; changes nothing of it. On the event loop.
final class Probe extends ChannelDuplexHandler implements LabHandler {

    private final Probes probes;
    private final int position;

    /// @param position 0 before the first of the pipeline's handlers, 1 after it, and so on
    Probe(Probes probes, int position) {
        this.probes = probes;
        this.position = position;
    }

    int position() {
        return position;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        probes.in(this, "registered", "", ctx::fireChannelRegistered);
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        probes.in(this, "unregistered", "", ctx::fireChannelUnregistered);
        if (position == 0) {
            probes.closed();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        probes.in(this, "active", "", ctx::fireChannelActive);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        probes.goes(this);
        probes.in(this, "inactive", "", ctx::fireChannelInactive);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        probes.comes(this, "read", message, () -> ctx.fireChannelRead(message));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        probes.comes(this, "read_complete", "", ctx::fireChannelReadComplete);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        probes.in(this, "user_event", textOf(event), () -> ctx.fireUserEventTriggered(event));
    }

    /// Netty's events say what they are, and our own are plain objects.
    private static String textOf(Object event) {
        return event.getClass() == Object.class ? "ours" : event.toString();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        String now = ctx.channel().isWritable() ? "writable" : "not writable";
        probes.in(this, "writability", now, ctx::fireChannelWritabilityChanged);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        probes.in(this, "exception", cause.toString(), () -> ctx.fireExceptionCaught(cause));
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        probes.out(this, "read_request", "", ctx::read);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        probes.out(this, "write", message, () -> ctx.write(message, promise));
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        probes.out(this, "flush", "", ctx::flush);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        probes.out(this, "close", "", () -> ctx.close(promise));
    }

    @Override
    public void disconnect(ChannelHandlerContext ctx, ChannelPromise promise) {
        probes.out(this, "disconnect", "", () -> ctx.disconnect(promise));
    }
}
