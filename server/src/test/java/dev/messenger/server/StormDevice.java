package dev.messenger.server;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One device of a [ReconnectStorm]: comes back whenever it is cut off, with its positions, and notes
/// when it was how far. All on the event loop of its connection, until the futures are done.
final class StormDevice {

    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 2_000;

    private final StormClient client;
    private final String token;
    private final long chat;
    private String epoch = "";
    private long position;
    private final UUID message = UUID.randomUUID();
    private volatile boolean mustSpeak;
    private int failures;
    private volatile @Nullable Handler open;
    private volatile Trip trip = new Trip();
    private final CompletableFuture<Void> heardBoth = new CompletableFuture<>();

    /// When which step of coming back was done, by [System#nanoTime]: the last time it was tried.
    static final class Trip {
        long connected;
        long secured;
        long upgraded;
        long welcomed;
        final CompletableFuture<Long> synced = new CompletableFuture<>();
        final Map<String, Integer> failures = new HashMap<>();
    }

    /// @param chat of two devices
    StormDevice(StormClient client, String token, long chat) {
        this.client = client;
        this.token = token;
        this.chat = chat;
    }

    /// Done when it is up to date, which it tries until it is.
    CompletableFuture<Long> synced() {
        return trip.synced;
    }

    Trip trip() {
        return trip;
    }

    /// Done when it has seen a message of each of the chat's two devices.
    CompletableFuture<Void> heardBoth() {
        return heardBoth;
    }

    void connect() {
        client.connect(new Handler())
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                again(requireNonNull(done.cause()).getClass().getSimpleName());
                            }
                        });
    }

    /// Writes a message, the same one again until it is seen to be stored.
    void speak() {
        mustSpeak = true;
        send(
                Map.of(
                        "type",
                        "new_message",
                        "client_msg_id",
                        message.toString(),
                        "chat_id",
                        chat,
                        "content",
                        "one of many"));
    }

    /// Begins a new trip; whoever is cut off from now on comes back by itself.
    void forgetTrip() {
        trip = new Trip();
        failures = 0;
    }

    /// Goes away without a word, as when the network is gone; nothing comes back before [#connect].
    void cut() {
        requireNonNull(open).cut();
    }

    private void again(String why) {
        trip.failures.merge(why, 1, Integer::sum);
        int pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures++, 5));
        int jitter = ThreadLocalRandom.current().nextInt(pause);
        client.later(this::connect, pause / 2 + jitter, TimeUnit.MILLISECONDS);
    }

    private void send(Map<String, ?> frame) {
        requireNonNull(open).channel().writeAndFlush(new TextWebSocketFrame(Rest.json(frame)));
    }

    private void hello() {
        Map<String, Object> hello = new HashMap<>(Map.of("type", "hello", "token", token));
        if (!epoch.isEmpty()) {
            // One message less than it has seen: there is something to be told of.
            long seen = Math.max(0, position - 1);
            hello.put(
                    "resume", Map.of("epoch", epoch, "chats", Map.of(String.valueOf(chat), seen)));
        }
        send(hello);
    }

    private void heard(Map<String, Object> frame) {
        if (frame.get("seq") instanceof Number seq) {
            position = Math.max(position, seq.longValue());
            if (position >= 2) {
                heardBoth.complete(null);
            }
        }
        switch (String.valueOf(frame.get("type"))) {
            case "welcome" -> {
                trip.welcomed = System.nanoTime();
                epoch = String.valueOf(frame.get("epoch"));
            }
            case "synced" -> {
                trip.synced.complete(System.nanoTime());
                if (mustSpeak) {
                    speak();
                }
            }
            case "ack" -> mustSpeak = false;
            case "error" -> {
                trip.failures.merge("error " + frame.get("code"), 1, Integer::sum);
                client.later(trip.synced.isDone() ? this::speak : this::hello, 1, TimeUnit.SECONDS);
            }
            default -> {
                // A message, or how far somebody has read.
            }
        }
    }

    private final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {

        private @Nullable Channel channel;
        private boolean cut;
        private String step = "before TLS";
        private int code;

        Channel channel() {
            return requireNonNull(channel);
        }

        void cut() {
            channel()
                    .eventLoop()
                    .execute(
                            () -> {
                                cut = true;
                                channel().config().setOption(ChannelOption.SO_LINGER, 0);
                                // From before TLS, which would say goodbye.
                                channel().pipeline().firstContext().close();
                            });
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            open = this;
            trip.connected = System.nanoTime();
            ctx.fireChannelActive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent secured && secured.isSuccess()) {
                trip.secured = System.nanoTime();
                step = "before the upgrade";
            } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                trip.upgraded = System.nanoTime();
                step = "as a WebSocket";
                hello();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text) {
                heard(Rest.object(text.text()));
            } else if (frame instanceof CloseWebSocketFrame close) {
                code = close.statusCode();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!cut) {
                again("closed " + code + " " + step);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            trip.failures.merge(cause.getClass().getSimpleName(), 1, Integer::sum);
            ctx.close();
        }
    }
}
