package dev.messenger.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Locale;

/// How event loops ask the kernel for what has arrived, and hand it what is to be sent.
public enum Transport {
    /// Linux' epoll, over native code: what a server takes if nobody says otherwise.
    EPOLL,
    /// Linux' io_uring, over native code; where containers forbid it, it does not load.
    IO_URING,
    /// The JDK's own; bounds neither the time for which a peer may be silent nor what it leaves unread
    /// in the kernel.
    NIO;

    /// The first choice of those that load here.
    public static Transport standard() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /// @throws CannotOpen if its native code does not load
    IoHandlerFactory handlers() {
        Throwable obstacle =
                switch (this) {
                    case EPOLL -> Epoll.unavailabilityCause();
                    case IO_URING -> IoUring.unavailabilityCause();
                    case NIO -> null;
                };
        if (obstacle != null) {
            throw new CannotOpen(
                    "The transport %s does not load here: %s."
                            .formatted(this, obstacle.getMessage()),
                    obstacle);
        }
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    Class<? extends ServerChannel> listener() {
        return switch (this) {
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }

    /// Bounds what a connection may cost the kernel.
    ///
    /// @param userTimeoutMillis for which a peer may acknowledge nothing
    /// @param mostUnsent bytes that the kernel takes before they can be sent
    void bound(ServerBootstrap bootstrap, int userTimeoutMillis, long mostUnsent) {
        switch (this) {
            case EPOLL ->
                    bootstrap
                            .childOption(EpollChannelOption.TCP_USER_TIMEOUT, userTimeoutMillis)
                            .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, mostUnsent);
            case IO_URING ->
                    bootstrap
                            .childOption(IoUringChannelOption.TCP_USER_TIMEOUT, userTimeoutMillis)
                            .childOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, mostUnsent);
            case NIO -> {
                // The JDK has neither.
            }
        }
    }

    /// Changes that time for a connection of whichever transport.
    static void userTimeout(Channel channel, int millis) {
        switch (channel) {
            case EpollSocketChannel socket -> socket.config().setTcpUserTimeout(millis);
            case IoUringSocketChannel socket ->
                    socket.config().setOption(IoUringChannelOption.TCP_USER_TIMEOUT, millis);
            default -> {
                // As in [#bound].
            }
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
