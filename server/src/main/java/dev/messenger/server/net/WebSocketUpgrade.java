package dev.messenger.server.net;

import dev.messenger.protocol.Command;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.delivery.Arrivals;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Router;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The opening handshake (RFC 6455 4.2): checks the request on the event loop, its credentials on a
/// virtual thread, and puts a [FrameHandler] in the place of HTTP, on the loop again.
///
/// A socket is registered in the same task of the loop that writes the 101: it misses nothing that is
/// published from then on, and sees none of it before the 101.
final class WebSocketUpgrade implements Upgrade {

    private static final String VERSION = "13";

    private static final int KEY_BYTES = 16;

    /// RFC 6455 1.3.
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Router router;
    private final OpenSockets sockets;
    private final Backstage backstage;
    private final Origins origins;
    private final Frames frames;

    /// What understands and writes the frames of a socket.
    interface Frames {

        /// @return in the order of the pipeline, a [FrameHandler] last
        List<ChannelHandler> handlers(OpenSocket socket);
    }

    WebSocketUpgrade(Router router, OpenSockets sockets, Backstage backstage, Origins origins) {
        this(router, sockets, backstage, origins, socket -> frames(sockets, socket));
    }

    WebSocketUpgrade(
            Router router,
            OpenSockets sockets,
            Backstage backstage,
            Origins origins,
            Frames frames) {
        this.router = router;
        this.sockets = sockets;
        this.backstage = backstage;
        this.origins = origins;
        this.frames = frames;
    }

    /// Hands messages within our limits to the socket's conversation.
    static List<ChannelHandler> frames(OpenSockets sockets, OpenSocket socket) {
        return List.of(
                frameDecoder(TextMessage.LARGEST),
                new WebSocket13FrameEncoder(false),
                new FrameHandler(
                        sockets,
                        socket,
                        new TextMessage(TextMessage.LARGEST, TextMessage.MOST_FRAGMENTS),
                        socket::received));
    }

    @Override
    public void start(
            ChannelHandlerContext ctx, HttpRequest request, Head head, Consumer<Response> refuse) {
        HttpHeaders headers = request.headers();
        try {
            checkHandshake(request);
        } catch (Rejected rejected) {
            refuse.accept(router.refuse(rejected));
            return;
        }
        if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            refuse.accept(otherVersion());
            return;
        }
        String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        boolean resumable =
                headers.containsValue(
                        HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Command.SUBPROTOCOL, false);
        Lane lane = sockets.laneOf(ctx.channel().eventLoop());
        Runnable signIn = () -> lane.run(signIn(ctx.channel(), key, resumable, head, refuse));
        if (resumable && !headers.contains(HttpHeaderNames.AUTHORIZATION)) {
            // There is nobody to look up: the hello will say who it is.
            signIn.run();
        } else if (resumable) {
            Runnable late = () -> refuse.accept(router.refuse(Arrivals.tooMany()));
            backstage.arrivals().enter(signIn, () -> lane.run(late));
        } else {
            backstage.workers().execute(signIn);
        }
    }

    /// RFC 6455 4.2.1.
    private void checkHandshake(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)
                || request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            throw malformed("A WebSocket is asked for by GET and HTTP/1.1.");
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(
                        HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            throw malformed(
                    "A WebSocket is asked for by Upgrade: websocket and Connection: Upgrade.");
        }
        if (HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) != 0) {
            throw malformed("A request for a WebSocket has no body.");
        }
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            throw malformed("The header Sec-WebSocket-Key must be 16 bytes in base64.");
        }
        if (!origins.admit(headers)) {
            throw Rejected.because(
                    Reason.FORBIDDEN, "Pages of this origin may not open a WebSocket here.");
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static Rejected malformed(String sentence) {
        return Rejected.because(Reason.INVALID_VALUE, sentence);
    }

    /// RFC 6455 4.4, RFC 9110 15.5.22.
    private Response otherVersion() {
        Response refusal = router.refuse(malformed("The WebSocket version must be 13."));
        List<Response.Header> headers = new ArrayList<>(refusal.headers());
        headers.add(new Response.Header("Sec-WebSocket-Version", VERSION));
        headers.add(new Response.Header("Upgrade", "websocket"));
        return new Response(
                HttpResponseStatus.UPGRADE_REQUIRED.code(), headers, refusal.body(), true);
    }

    /// On a virtual thread, unless nobody is named.
    ///
    /// @return what the event loop is to do then
    private Runnable signIn(
            Channel channel, String key, boolean resumable, Head head, Consumer<Response> refuse) {
        long began = System.nanoTime();
        try {
            if (resumable) {
                Optional<SignIn> signIn =
                        router.resumableUpgrade(head).map(caller -> new SignIn(caller, began));
                return () ->
                        open(
                                channel,
                                key,
                                true,
                                OpenSocket.resumable(channel, sockets, signIn, backstage));
            }
            SignIn signIn = new SignIn(router.upgrade(head), began);
            return () ->
                    open(
                            channel,
                            key,
                            false,
                            OpenSocket.legacy(channel, sockets, signIn, backstage));
        } catch (RuntimeException | Error e) {
            Response refusal = router.refuse(e);
            return () -> refuse.accept(refusal);
        }
    }

    private void open(Channel channel, String key, boolean resumable, OpenSocket socket) {
        ChannelPipeline pipeline = channel.pipeline();
        Pipeline.leaveHttp(pipeline);
        if (!channel.isActive()) {
            return;
        }
        Loops.becomesSocket(channel);
        channel.write(switchingProtocols(key, resumable));
        frames.handlers(socket).forEach(pipeline::addLast);
        // Last, so that bytes it has read already go to the frame decoder.
        pipeline.remove(HttpCodec.class);
        channel.flush();
        channel.config().setAutoRead(true);
    }

    /// A breach of the protocol is [FrameHandler]'s to answer, with our own close codes.
    static WebSocket13FrameDecoder frameDecoder(int largest) {
        return new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(largest)
                        .allowExtensions(false)
                        .closeOnProtocolViolation(false)
                        .build());
    }

    private static FullHttpResponse switchingProtocols(String key, boolean resumable) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(key));
        if (resumable) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Command.SUBPROTOCOL);
        }
        return response;
    }

    /// RFC 6455 4.2.2, step 5.4.
    private static String accept(String key) {
        try {
            byte[] seed = (key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(seed));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
