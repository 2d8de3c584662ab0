package dev.messenger.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// The event loops, one for each core, and what the sockets on them are set to: epoll's where it runs,
/// else the JDK's.
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

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    Runtime.getRuntime().availableProcessors(),
                    epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    private final List<LoopLag> lags =
            StreamSupport.stream(group.spliterator(), false).map(LoopLag::of).toList();

    ServerBootstrap bootstrap() {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(kind())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(LOW_WATER, HIGH_WATER));
        if (epoll) {
            bootstrap
                    .childOption(EpollChannelOption.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS)
                    .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT);
        }
        return bootstrap;
    }

    /// Gives a slow reader the time to be told.
    static void becomesSocket(Channel channel) {
        if (channel instanceof EpollSocketChannel socket) {
            socket.config().setTcpUserTimeout(SOCKET_USER_TIMEOUT_MILLIS);
        }
    }

    String transport() {
        return epoll ? "epoll" : "nio";
    }

    /// How each of them does.
    List<DoorNumbers.Loop> numbers() {
        return lags.stream().map(LoopLag::numbers).toList();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Class<? extends ServerChannel> kind() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }
}
