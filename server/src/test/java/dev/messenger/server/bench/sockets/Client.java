package dev.messenger.server.bench.sockets;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Opens WebSockets over TLS 1.3 to one server of the loopback, as a rule all of them on one event loop.
/// Used on the main thread.
///
/// It believes any certificate: looking at one would cost more than the server's part of a handshake,
/// and nobody is in between.
final class Client implements AutoCloseable {

    /// A port is not free again at once, and each address has its own.
    private static final int ADDRESSES = 50;

    private static final int PATIENCE_SECONDS = 120;

    /// A packet's content on Ethernet, and a telephone's buffer.
    private static final int SEGMENT = 1_460;

    private static final int SMALL_BUFFER = 32 * 1024;

    private static final ChannelOption<Integer> TCP_MAXSEG =
            new IntegerUnixChannelOption("TCP_MAXSEG", 6, 2);

    private final int port;
    private final boolean smallBuffers;
    private final SslContext tls;
    private final EventLoopGroup group;
    private int connected;

    /// @param loops one, unless the sockets have nothing to do with each other
    /// @param smallBuffers whether the kernel is to keep little for a socket that does not read
    Client(int port, int loops, boolean smallBuffers) throws SSLException {
        this.port = port;
        this.group = new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory());
        this.smallBuffers = smallBuffers;
        this.tls =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .protocols("TLSv1.3")
                        .option(OpenSslContextOption.USE_TASKS, false)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm("")
                        .build();
    }

    Client(int port) throws SSLException {
        this(port, 1, false);
    }

    /// Where all its sockets are.
    EventLoop loop() {
        return group.next();
    }

    /// Runs something there, and waits for it.
    void run(Runnable task) {
        loop().submit(task).syncUninterruptibly();
    }

    <T> T ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, loop()).join();
    }

    /// Connects all, so many at a time, and returns when the last is live.
    void open(Collection<? extends ClientSocket> sockets, int atOnce) {
        Semaphore room = new Semaphore(atOnce);
        for (ClientSocket socket : sockets) {
            room.acquireUninterruptibly();
            connect(socket);
            socket.live().whenComplete((_, _) -> room.release());
        }
        for (ClientSocket socket : sockets) {
            socket.live().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private void connect(ClientSocket socket) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(group)
                        .channel(EpollSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_LINGER, 0);
        if (smallBuffers) {
            bootstrap.option(ChannelOption.SO_RCVBUF, SMALL_BUFFER).option(TCP_MAXSEG, SEGMENT);
        }
        bootstrap
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline().addLast(tls.newHandler(channel.alloc()), socket);
                            }
                        })
                .connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        from(connected++ % ADDRESSES))
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                socket.live().completeExceptionally(done.cause());
                            }
                        });
    }

    private static InetSocketAddress from(int address) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.2.0." + (address + 1)), 0);
    }

    /// Cuts them all off, without a word, and returns when that is done.
    void cut(Collection<? extends ClientSocket> sockets) {
        sockets.stream().map(ClientSocket::cut).toList().forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        ReferenceCountUtil.release(tls);
    }
}
