package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The client's end of one WebSocket, read and written by hand: of a frame nothing is decoded but its
/// length, and its content is looked at where it lies. Last in the pipeline, after TLS; on the client's
/// event loop.
///
/// ```
/// TLS --upgrade--> 101 --hello--> synced: live --frames--> text()
///                   \--- no hello ------^
/// ```
abstract class ClientSocket extends ChannelInboundHandlerAdapter {

    private static final byte[] SYNCED = Scan.ascii("{\"type\":\"synced\"");
    private static final byte[] FAILURE = Scan.ascii("{\"type\":\"error\"");
    private static final byte[] SWITCHED = Scan.ascii("HTTP/1.1 101 ");
    private static final byte[] HEAD_ENDS = Scan.ascii("\r\n\r\n");

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;

    private final Visit visit;
    private final CompletableFuture<Void> live = new CompletableFuture<>();
    private @Nullable Channel channel;
    private boolean upgraded;
    private int closeCode;

    /// The beginning of a frame whose end has not come yet.
    private @Nullable ByteBuf rest;

    ClientSocket(Visit visit) {
        this.visit = visit;
    }

    /// Done when messages may be sent.
    final CompletableFuture<Void> live() {
        return live;
    }

    /// The server said something, once the socket is live.
    ///
    /// @param at where its content begins
    /// @param end where it ends
    abstract void text(ByteBuf frame, int at, int end);

    /// The server said something before: looks for what makes the socket live.
    void early(ByteBuf frame, int at, int end) {
        if (Scan.startsWith(SYNCED, frame, at, end)) {
            live.complete(null);
        } else if (Scan.startsWith(FAILURE, frame, at, end)) {
            live.completeExceptionally(new IOException(Scan.text(frame, at, end)));
        }
    }

    /// The connection ended after it was live.
    void ended(int code) {
        throw new IllegalStateException("closed by the server: " + code);
    }

    final void send(ByteBuf frame) {
        channel().writeAndFlush(frame, channel().voidPromise());
    }

    /// Takes nothing more from the network. On any thread.
    final void stopReading() {
        channel().config().setAutoRead(false);
    }

    final ByteBuf bytes(byte[] frame) {
        return channel().alloc().directBuffer(frame.length).writeBytes(frame);
    }

    final Channel channel() {
        return requireNonNull(channel);
    }

    /// Ends the connection at once. On any thread, once the socket is live.
    ///
    /// @return done when that has happened
    final CompletableFuture<Void> cut() {
        return CompletableFuture.runAsync(
                () -> {
                    if (channel().isActive()) {
                        channel().pipeline().remove(this);
                        // From before TLS, which would say goodbye.
                        channel().pipeline().firstContext().close();
                    }
                },
                channel().eventLoop());
    }

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent secured) {
            if (secured.isSuccess()) {
                send(Unpooled.wrappedBuffer(visit.upgrade()));
            } else {
                live.completeExceptionally(secured.cause());
            }
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf in = (ByteBuf) read;
        ByteBuf before = rest;
        if (before == null) {
            take(in);
            rest = in.isReadable() ? ctx.alloc().directBuffer().writeBytes(in) : null;
            in.release();
        } else {
            before.discardReadBytes().writeBytes(in);
            in.release();
            take(before);
            if (!before.isReadable()) {
                before.release();
                rest = null;
            }
        }
    }

    private void take(ByteBuf in) {
        if (!upgraded) {
            takeHead(in);
        }
        if (upgraded) {
            while (takeFrame(in)) {
                // The next one.
            }
        }
    }

    private void takeHead(ByteBuf in) {
        int end = Scan.after(HEAD_ENDS, in, in.readerIndex(), in.writerIndex());
        if (end < 0) {
            return;
        }
        if (!Scan.startsWith(SWITCHED, in, in.readerIndex(), end)) {
            live.completeExceptionally(
                    new IOException(
                            in.toString(StandardCharsets.UTF_8).lines().toList().getFirst()));
            channel().close();
            return;
        }
        in.readerIndex(end);
        upgraded = true;
        byte[] hello = visit.hello();
        if (hello == null) {
            live.complete(null);
        } else {
            send(bytes(hello));
        }
    }

    /// @return whether there was a whole one
    private boolean takeFrame(ByteBuf in) {
        int start = in.readerIndex();
        int there = in.readableBytes();
        if (there < 2) {
            return false;
        }
        int length = in.getByte(start + 1);
        int header = 2;
        if (length == 126) {
            header = 4;
            length = there < header ? 0 : in.getUnsignedShort(start + 2);
        } else if (length == 127) {
            header = 10;
            length = there < header ? 0 : Math.toIntExact(in.getLong(start + 2));
        }
        if (there < header + length) {
            return false;
        }
        int at = start + header;
        handle(in.getUnsignedByte(start), in, at, at + length);
        in.readerIndex(at + length);
        return true;
    }

    private void handle(int kind, ByteBuf frame, int at, int end) {
        switch (kind) {
            case TEXT -> {
                if (live.isDone()) {
                    text(frame, at, end);
                } else {
                    early(frame, at, end);
                }
            }
            case PING -> send(bytes(Template.pong(frame, at, end)));
            case CLOSE -> closeCode = end - at < 2 ? 0 : frame.getUnsignedShort(at);
            default -> throw new IllegalStateException("frame: " + kind);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        if (!live.completeExceptionally(new IOException("closed early: " + closeCode))
                && !ctx.channel().eventLoop().isShuttingDown()) {
            ended(closeCode);
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!live.completeExceptionally(cause)) {
            System.err.println("a socket failed: " + cause);
        }
        ctx.close();
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }
}
