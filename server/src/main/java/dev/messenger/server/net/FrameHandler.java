package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one peer sends: its frames become text messages, answers to its pings, and the end.
///
/// Last in the pipeline, after the frame decoder and encoder; Netty calls it on the event loop.
final class FrameHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final OpenSockets sockets;
    private final OpenSocket socket;
    private final TextMessage message;
    private final Consumer<String> messages;
    private final ControlFrames controls;

    /// @param message says how long one may be
    /// @param messages takes those that are whole
    FrameHandler(
            OpenSockets sockets,
            OpenSocket socket,
            TextMessage message,
            Consumer<String> messages) {
        this.sockets = sockets;
        this.socket = socket;
        this.message = message;
        this.messages = messages;
        this.controls = new ControlFrames(socket.eventLoop().ticker());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        socket.opened();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        try {
            take((WebSocketFrame) read);
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    /// Comes after any bytes, even a part of a frame: who trickles one is alive.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        socket.heard();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        socket.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        sockets.remove(socket);
        socket.closing().ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case Breach breach -> fail(breach.code());
            case CorruptedWebSocketFrameException corrupted -> fail(codeOf(corrupted));
            case IOException _, DecoderException _ -> {
                // The peer is gone, or its TLS is broken; every write that waits reports it too.
                if (ctx.channel().isActive()) {
                    LOG.debug("event=socket_failed {} cause={}", socket, cause.toString());
                    ctx.close();
                }
            }
            default -> {
                LOG.error("event=socket_failed {}", socket, cause);
                socket.closing().begin(CloseCode.INTERNAL);
            }
        }
    }

    private void take(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            socket.closing().answer(close);
        } else if (!socket.closing().begun()) {
            takeOpen(frame);
        }
    }

    private void takeOpen(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        switch (frame) {
            case TextWebSocketFrame _, ContinuationWebSocketFrame _ ->
                    message.add(content, frame.isFinalFragment()).ifPresent(messages);
            case BinaryWebSocketFrame _ -> throw new Breach(CloseCode.UNSUPPORTED_DATA);
            case PingWebSocketFrame _ -> {
                controls.count();
                socket.writeControl(new PongWebSocketFrame(content.retain()));
            }
            case PongWebSocketFrame _ -> controls.count();
            default -> throw new IllegalStateException("frame: " + frame.getClass());
        }
    }

    private void fail(CloseCode code) {
        LOG.debug("event=socket_breach {} code={}", socket, code.code());
        socket.closing().fail(code);
    }

    private static CloseCode codeOf(CorruptedWebSocketFrameException corrupted) {
        return switch (corrupted.closeStatus().code()) {
            case 1007 -> CloseCode.INVALID_UTF8;
            case 1009 -> CloseCode.TOO_BIG;
            default -> CloseCode.PROTOCOL_ERROR;
        };
    }
}
