package dev.messenger.server.net;

import dev.messenger.server.dispatch.ScriptedRouter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// WebSockets that say back what they hear, for Autobahn's fuzzing client (scripts/conformance).
///
/// From accepting a connection to a whole text message everything is what the server itself uses;
/// only messages may be larger than there, and binary ones, which the server refuses, are echoed.
public final class EchoServer {

    /// Autobahn's largest message; it comes in up to as many fragments of 64 bytes each.
    private static final int LARGEST = 16 << 20;

    private static final int MOST_FRAGMENTS = LARGEST / 64;

    private EchoServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        serve(Integer.parseInt(arguments[0]), EchoServer::generous);
    }

    /// Listens in cleartext on a port of the loopback, until the process ends.
    ///
    /// @param handlers those of one socket
    static void serve(int port, BiFunction<OpenSockets, OpenSocket, List<ChannelHandler>> handlers)
            throws InterruptedException {
        ConnectionLimits limits = ConnectionLimits.with(ConnectionLimits.Crowd.off());
        Origins origins = new Origins(Set.of());
        Clients clients = new Clients(List.of());
        var router = new ScriptedRouter();
        var sockets = new OpenSockets(Duration.ofSeconds(25));
        Executor workers = Executors.newVirtualThreadPerTaskExecutor();
        var upgrade =
                new WebSocketUpgrade(
                        router,
                        sockets,
                        TestSocket.backstage(sockets, new ConcurrentLinkedQueue<>(), workers),
                        origins,
                        socket -> handlers.apply(sockets, socket));
        var service =
                new HttpHandler.Service(
                        router, workers, upgrade, clients, new CrossOrigin(origins), limits);
        var connections = new Connections(limits.crowd(), clients);
        new Loops(Transport.standard())
                .bootstrap()
                .childHandler(new Pipeline(connections, Optional.empty(), service))
                .bind(InetAddress.getLoopbackAddress(), port)
                .sync();
    }

    private static List<ChannelHandler> generous(OpenSockets sockets, OpenSocket socket) {
        return List.of(
                WebSocketUpgrade.frameDecoder(LARGEST),
                new WebSocket13FrameEncoder(false),
                new BinaryEcho(),
                new FrameHandler(
                        sockets,
                        socket,
                        new TextMessage(LARGEST, MOST_FRAGMENTS),
                        text -> echo(socket, text)));
    }

    static void echo(OpenSocket socket, String text) {
        socket.write(TextFrame.encode(text.getBytes(StandardCharsets.UTF_8)), null);
    }

    /// Takes binary messages out of the way of [FrameHandler], and passes all else on. On the loop.
    private static final class BinaryEcho extends ChannelInboundHandlerAdapter {

        private @Nullable ByteBuf message;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object read) {
            if (read instanceof BinaryWebSocketFrame
                    || (read instanceof ContinuationWebSocketFrame && message != null)) {
                take(ctx, (WebSocketFrame) read);
            } else {
                ctx.fireChannelRead(read);
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            if (message != null) {
                message.release();
                message = null;
            }
        }

        private void take(ChannelHandlerContext ctx, WebSocketFrame frame) {
            ByteBuf whole = message == null ? ctx.alloc().buffer() : message;
            whole.writeBytes(frame.content());
            boolean last = frame.isFinalFragment();
            frame.release();
            message = last ? null : whole;
            if (last) {
                ctx.writeAndFlush(new BinaryWebSocketFrame(whole));
            }
        }
    }
}
