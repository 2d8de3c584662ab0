package dev.messenger.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Opens WebSockets over TLS to one server, on two threads.
final class StormClient implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int THREADS = 2;
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private final SslContext tls;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(THREADS, EpollIoHandler.newFactory());

    /// @param certificate the only one that is trusted
    StormClient(int port, Path certificate) throws SSLException {
        this.port = port;
        this.tls =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL)
                        .trustManager(certificate.toFile())
                        .endpointIdentificationAlgorithm("")
                        .build();
    }

    /// @param last takes the frames, and the events of TLS and the upgrade
    ChannelFuture connect(ChannelHandler last) {
        return new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PATIENCE_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                secured(channel),
                                                new HttpClientCodec(),
                                                new HttpObjectAggregator(8 * 1024),
                                                upgrade(),
                                                last);
                            }
                        })
                .connect(HOST, port);
    }

    void later(Runnable task, long delay, TimeUnit unit) {
        if (!loops.isShuttingDown()) {
            loops.schedule(task, delay, unit);
        }
    }

    private SslHandler secured(Channel channel) {
        // Without the peer's name there is no session to take up: each handshake is a whole one.
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(PATIENCE_MILLIS);
        return handler;
    }

    private WebSocketClientProtocolHandler upgrade() {
        return new WebSocketClientProtocolHandler(
                WebSocketClientHandshakerFactory.newHandshaker(
                        URI.create("wss://" + HOST + ":" + port + "/"),
                        WebSocketVersion.V13,
                        "messenger.v2.json",
                        false,
                        new DefaultHttpHeaders()),
                PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
