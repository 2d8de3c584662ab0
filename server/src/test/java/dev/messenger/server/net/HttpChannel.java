package dev.messenger.server.net;

import dev.messenger.server.dispatch.Router;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The real pipeline without a network: bytes in, bytes out, a clock that the test moves, and work
/// that waits until the test does it.
final class HttpChannel {

    final Queue<Runnable> work = new ArrayDeque<>();
    final EmbeddedChannel channel;
    private final MockTicker clock = Ticker.newMockTicker();

    HttpChannel(Router router, ConnectionLimits limits) {
        this(router, limits, (_, _, _, _) -> {});
    }

    HttpChannel(Router router, ConnectionLimits limits, Upgrade upgrade) {
        this(router, limits, upgrade, new Origins(Set.of()));
    }

    HttpChannel(Router router, ConnectionLimits limits, Upgrade upgrade, Origins origins) {
        this(router, limits, upgrade, origins, new Clients(List.of()));
    }

    /// @param clients for whom its peer is 127.0.0.1
    HttpChannel(
            Router router,
            ConnectionLimits limits,
            Upgrade upgrade,
            Origins origins,
            Clients clients) {
        var service =
                new HttpHandler.Service(
                        router, work::add, upgrade, clients, new CrossOrigin(origins), limits);
        var connections = new Connections(limits.crowd(), clients);
        channel =
                EmbeddedChannel.builder()
                        .ticker(clock)
                        .handlers(new Pipeline(connections, Optional.empty(), service))
                        .build();
    }

    /// @param text with `\n` for every end of a line
    HttpChannel sends(String text) {
        return sendsRaw(text.replace("\n", "\r\n"));
    }

    HttpChannel sendsRaw(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        if (channel.isOpen()) {
            channel.writeInbound(bytes);
        } else {
            bytes.release();
        }
        return this;
    }

    /// Does the oldest work that waits.
    HttpChannel works() {
        work.remove().run();
        channel.runPendingTasks();
        return this;
    }

    HttpChannel passes(Duration time) {
        clock.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        return this;
    }

    /// What was answered since the last call, with `\n` for every end of a line.
    String answered() {
        channel.runPendingTasks();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return all.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isReading() {
        return channel.config().isAutoRead();
    }
}
