package dev.messenger.server.siege;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Receives on one socket of Part 2: checks that the numbers of each chat come one after the other, notes
/// how long those of one were under way, and syncs when it is told that it is behind.
///
/// All on the event loop of its [Swarm]; what others may ask is volatile. A frame with a number is
/// not read as JSON: a thousand of these share a processor with the server.
final class Reader extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ByteBuf NEW_MESSAGE = bytes("{\"type\":\"new_message\"");
    private static final ByteBuf CHAT = bytes("\"chat_id\":");
    private static final ByteBuf SEQ = bytes("\"seq\":");
    private static final int PAGE = 200;

    /// The connection ended without a word.
    private static final int CUT_OFF = 1006;

    private final Timetable timetable;
    private final long measured;
    private final Map<Long, Long> positions = new HashMap<>();
    private final CompletableFuture<Void> live = new CompletableFuture<>();
    private @Nullable Channel channel;
    private int closeCode = CUT_OFF;
    private final Set<String> silent = new HashSet<>();
    private boolean syncing;
    private List<Long> took = new ArrayList<>();
    private volatile long position;
    private final AtomicInteger behind = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    /// @param measured the chat that the timetable is of
    Reader(Timetable timetable, long measured) {
        this.timetable = timetable;
        this.measured = measured;
    }

    /// Done when it is up to date for the first time.
    CompletableFuture<Void> live() {
        return live;
    }

    /// The last number that came of the chat that is measured.
    long position() {
        return position;
    }

    /// How often it was told that it is behind.
    int behind() {
        return behind.get();
    }

    /// Numbers that came twice, too late or not at all, and frames that nobody expected.
    int faults() {
        return faults.get();
    }

    /// Takes nothing more from the network.
    void stopReading() {
        channel().config().setAutoRead(false);
    }

    void readAgain() {
        channel().config().setAutoRead(true);
    }

    /// What was measured since it was asked last, in nanoseconds.
    CompletableFuture<List<Long>> takeTimes() {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<Long> times = took;
                    took = new ArrayList<>();
                    return times;
                },
                channel().eventLoop());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            send("{\"type\":\"hello\"}");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            ByteBuf text = frame.content();
            if (ByteBufUtil.equals(
                    text,
                    text.readerIndex(),
                    NEW_MESSAGE,
                    0,
                    Math.min(text.readableBytes(), NEW_MESSAGE.readableBytes()))) {
                message(number(CHAT, text), number(SEQ, text));
            } else {
                other(JSON.readTree(text.toString(StandardCharsets.UTF_8)));
            }
        } else if (frame instanceof CloseWebSocketFrame close) {
            closeCode = close.statusCode();
        }
    }

    private void message(long chat, long seq) {
        long now = System.nanoTime();
        if (seq != positions.getOrDefault(chat, 0L) + 1) {
            faults.incrementAndGet();
        }
        positions.put(chat, seq);
        if (chat == measured) {
            position = seq;
            if (timetable.isMeasured(seq)) {
                took.add(timetable.took(seq, now));
            }
        }
    }

    private void other(JsonNode frame) {
        switch (frame.get("type").asString()) {
            case "behind" -> {
                behind.incrementAndGet();
                silent.addAll(frame.get("heads").propertyNames());
                if (!syncing) {
                    sync();
                }
            }
            case "synced" -> {
                live.complete(null);
                syncing = false;
                if (frame.has("more")) {
                    JsonNode more = frame.get("more");
                    silent.removeIf(chat -> more.has(chat) && !more.get(chat).asBoolean());
                    sync();
                }
            }
            case "error" -> {
                if (frame.has("retry_after_ms")) {
                    long wait = frame.get("retry_after_ms").asLong();
                    channel().eventLoop().schedule(this::sync, wait, TimeUnit.MILLISECONDS);
                } else {
                    faults.incrementAndGet();
                }
            }
            case "welcome", "receipt" -> {
                // As it should be.
            }
            default -> faults.incrementAndGet();
        }
    }

    /// One at a time, of all chats: two of one chat would bring its numbers twice.
    private void sync() {
        syncing = !silent.isEmpty();
        if (syncing) {
            Map<String, Object> chats = new HashMap<>();
            for (String chat : silent) {
                long after = positions.getOrDefault(Long.parseLong(chat), 0L);
                chats.put(chat, Map.of("after", after, "limit", PAGE));
            }
            send(JSON.writeValueAsString(Map.of("type", "sync", "chats", chats)));
        }
    }

    private void send(String text) {
        channel().writeAndFlush(new TextWebSocketFrame(text));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        live.completeExceptionally(new IllegalStateException("closed with " + closeCode));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        live.completeExceptionally(cause);
        ctx.close();
    }

    /// For who wonders why it did not get what it should have.
    @Override
    public String toString() {
        return "position %d, %d times behind, silent %s, syncing %s, open %s, closed with %d, faults %d"
                .formatted(
                        position,
                        behind(),
                        silent,
                        syncing,
                        channel().isActive(),
                        closeCode,
                        faults());
    }

    private Channel channel() {
        return requireNonNull(channel);
    }

    private static long number(ByteBuf name, ByteBuf text) {
        int at = ByteBufUtil.indexOf(name, text) + name.readableBytes();
        long number = 0;
        for (byte digit = text.getByte(at);
                digit >= '0' && digit <= '9';
                digit = text.getByte(at)) {
            number = number * 10 + digit - '0';
            at++;
        }
        return number;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII).asReadOnly());
    }
}
