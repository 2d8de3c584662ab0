package dev.messenger.server.net.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a socket of its sender knows of a message's way: how it came in, and how its ack left. Put in
/// when the message is announced, for as long as it is followed. On the event loop.
///
/// ```
/// socket [First] tls [Plain] decoder, encoder [Last] FrameHandler
/// ```
final class Milestones {

    private final Traces traces;
    private final Trace trace;
    private final Channel channel;
    private final StampedAllocator allocator;

    private long bufferAt;
    private long readAt;
    private long plainAt;
    private long writtenAt;
    private long flushedAt;
    private long encryptedAt;

    private Milestones(Traces traces, Trace trace, Channel channel) {
        this.traces = traces;
        this.trace = trace;
        this.channel = channel;
        this.allocator = new StampedAllocator(channel.alloc(), traces.clock());
    }

    static void put(Traces traces, Trace trace, Channel channel) {
        List<String> others = LabHandler.othersIn(channel.pipeline());
        if (channel.isActive() && !others.isEmpty()) {
            new Milestones(traces, trace, channel).put(others);
        }
    }

    private void put(List<String> others) {
        ChannelPipeline pipeline = channel.pipeline();
        First first = new First();
        Last last = new Last();
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        channel.config().setAllocator(allocator);
        pipeline.addFirst(first).addBefore(others.getLast(), null, last);
        Plain plain = new Plain();
        if (tls != null) {
            pipeline.addAfter(tls.name(), null, plain);
        }
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (channel.alloc() == allocator) {
                                channel.config().setAllocator(allocator.other());
                            }
                            for (ChannelHandler handler : List.of(first, plain, last)) {
                                if (pipeline.context(handler) != null) {
                                    pipeline.remove(handler);
                                }
                            }
                        },
                        Traces.SECONDS,
                        TimeUnit.SECONDS);
    }

    private long now() {
        return traces.clock().now();
    }

    private void arrived() {
        long now = now();
        trace.cameOn(channel.id().asShortText());
        trace.note(Stage.SOCKET_READ, Math.min(bufferAt, readAt), readAt);
        if (plainAt >= readAt) {
            trace.note(Stage.TLS, readAt, plainAt);
        }
        trace.note(Stage.WEBSOCKET, Math.max(readAt, plainAt), now);
    }

    private void left() {
        trace.note(Stage.WRITE, writtenAt, flushedAt);
        if (encryptedAt >= flushedAt) {
            trace.note(Stage.ENCRYPT, flushedAt, encryptedAt);
        }
        trace.note(Stage.FLUSH, Math.max(flushedAt, encryptedAt), now());
        traces.moved(trace);
    }

    /// Where the bytes of the network are.
    private final class First extends ChannelDuplexHandler implements LabHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            readAt = now();
            long made = allocator.last();
            bufferAt = made == 0 ? readAt : made;
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (flushedAt != 0 && encryptedAt == 0) {
                encryptedAt = now();
            }
            ctx.write(message, promise);
        }
    }

    /// Behind TLS.
    private final class Plain extends ChannelDuplexHandler implements LabHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            plainAt = now();
            ctx.fireChannelRead(message);
        }
    }

    /// Where the frames are.
    private final class Last extends ChannelDuplexHandler implements LabHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof TextWebSocketFrame text
                    && Words.contain(text.content(), trace.words())) {
                arrived();
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (writtenAt != 0
                    || !(message instanceof ByteBuf frame)
                    || !Words.contain(frame, trace.words())) {
                ctx.write(message, promise);
                return;
            }
            writtenAt = now();
            ChannelPromise told = promise.unvoid();
            told.addListener(
                    written -> {
                        if (written.isSuccess()) {
                            left();
                        }
                    });
            ctx.write(message, told);
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            if (writtenAt != 0 && flushedAt == 0) {
                flushedAt = now();
            }
            ctx.flush();
        }
    }
}
