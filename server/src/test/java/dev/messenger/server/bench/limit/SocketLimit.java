package dev.messenger.server.bench.limit;

import dev.messenger.server.net.BareServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.function.Supplier;

/// WebSockets with Netty's own handshake and frame decoder, and a handler that knows what to do with a
/// text frame. On the event loop.
abstract class SocketLimit extends ChannelInboundHandlerAdapter {

    private static final String PROTOCOL = "messenger.v2.json";
    private static final int LARGEST = 64 << 10;

    /// Listens until the process ends.
    static void serve(String[] arguments, Supplier<SocketLimit> handlers)
            throws InterruptedException {
        BareServer.serve(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                pipeline -> pipeline.addLast(new HttpServerCodec(), handlers.get()));
    }

    /// The socket is open.
    void opened(Channel channel) {}

    abstract void text(ChannelHandlerContext ctx, ByteBuf text);

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object read) {
        try {
            if (read instanceof TextWebSocketFrame frame) {
                text(ctx, frame.content());
            } else if (read instanceof HttpRequest request) {
                shakeHands(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    private void shakeHands(ChannelHandlerContext ctx, HttpRequest request) {
        var whole =
                new DefaultFullHttpRequest(
                        request.protocolVersion(),
                        request.method(),
                        request.uri(),
                        Unpooled.EMPTY_BUFFER,
                        request.headers(),
                        EmptyHttpHeaders.INSTANCE);
        new WebSocketServerHandshaker13(
                        null,
                        PROTOCOL,
                        WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(LARGEST).build())
                .handshake(ctx.channel(), whole);
        opened(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /// An unmasked, final text frame (RFC 6455 5.2) of less than 64 KiB.
    static ByteBuf frame(ByteBuf text) {
        int length = text.readableBytes();
        ByteBuf frame = Unpooled.directBuffer(length + 4, length + 4).writeByte(0x81);
        if (length < 126) {
            frame.writeByte(length);
        } else {
            frame.writeByte(126).writeShort(length);
        }
        return frame.writeBytes(text, text.readerIndex(), length);
    }
}
