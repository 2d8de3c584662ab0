package dev.messenger.server.siege;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Many WebSockets over TLS on one thread, each with a [Reader] at its end.
///
/// Their buffer is that of a telephone: with the loopback's own, the kernel alone would hold many
/// megabytes for each peer that does not read.
final class Swarm implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int AT_ONCE = 50;
    private static final int RECEIVE_BUFFER = 32 * 1024;

    private final Besieged server;
    private final SslContext tls;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    Swarm(Besieged server) throws SSLException {
        this.server = server;
        this.tls =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL)
                        .trustManager(server.certificate().toFile())
                        .endpointIdentificationAlgorithm("")
                        .build();
    }

    /// So many sockets of one session. Returns when all of them are live.
    List<Reader> open(int sockets, String token, long chat, Timetable timetable) {
        List<Reader> readers = new ArrayList<>();
        while (readers.size() < sockets) {
            List<Reader> next = new ArrayList<>();
            for (int i = readers.size(); i < sockets && next.size() < AT_ONCE; i++) {
                Reader reader = new Reader(timetable, chat);
                connect(token, reader);
                next.add(reader);
            }
            next.forEach(reader -> reader.live().orTimeout(60, TimeUnit.SECONDS).join());
            readers.addAll(next);
        }
        return readers;
    }

    private void connect(String token, Reader reader) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                tls.newHandler(channel.alloc()),
                                                new HttpClientCodec(),
                                                new HttpObjectAggregator(8 * 1024),
                                                upgrade(token),
                                                reader);
                            }
                        })
                .connect(HOST, server.port())
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                reader.live().completeExceptionally(done.cause());
                            }
                        });
    }

    private WebSocketClientProtocolHandler upgrade(String token) {
        return new WebSocketClientProtocolHandler(
                WebSocketClientHandshakerFactory.newHandshaker(
                        URI.create("wss://" + HOST + ":" + server.port() + "/"),
                        WebSocketVersion.V13,
                        "messenger.v2.json",
                        false,
                        new DefaultHttpHeaders()
                                .add(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)),
                // The reader is to see why it is closed.
                false);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
