package dev.messenger.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// The event loops, one for each core, and what the sockets on them are set to.
final class Loops implements AutoCloseable {

    private static final int BACKLOG = 4096;
    private static final int LOW_WATER = 32 * 1024;
    private static final int HIGH_WATER = 64 * 1024;

    /// A peer that acknowledges nothing for so long is gone. Linux counts a closed window as that, too.
    private static final int USER_TIMEOUT_MILLIS = 30_000;

    /// Of a WebSocket: longer than the time in which a slow reader is told so and closed.
    private static final int SOCKET_USER_TIMEOUT_MILLIS = 60_000;

    /// Bytes that the kernel takes before they can be sent. Its own limit grows to megabytes, which a
    /// peer that does not read would fill before anybody here noticed.
    private static final long MOST_UNSENT = 256 * 1024;

    private static final long SHUTDOWN_SECONDS = 2;

    private final Transport transport;
    private final EventLoopGroup group;
    private final List<LoopLag> lags;

    /// @throws CannotOpen if the transport does not load here
    Loops(Transport transport) {
        this.transport = transport;
        this.group =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(), transport.handlers());
        this.lags = StreamSupport.stream(group.spliterator(), false).map(LoopLag::of).toList();
    }

    ServerBootstrap bootstrap() {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(transport.listener())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(LOW_WATER, HIGH_WATER));
        transport.bound(bootstrap, USER_TIMEOUT_MILLIS, MOST_UNSENT);
        return bootstrap;
    }

    /// Gives a slow reader the time to be told.
    static void becomesSocket(Channel channel) {
        Transport.userTimeout(channel, SOCKET_USER_TIMEOUT_MILLIS);
    }

    Transport transport() {
        return transport;
    }

    /// How each of them does.
    List<DoorNumbers.Loop> numbers() {
        return lags.stream().map(LoopLag::numbers).toList();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
