package dev.messenger.server.siege;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Wrong logins at a rate that does not wait for answers, from a thousand addresses of the loopback: a
/// program of its own, so that its work can be told from the server's and from the measuring.
///
/// Everything runs on one event loop.
public final class LoginFlood {

    private static final int ADDRESSES = 1_000;
    private static final long TICK_MILLIS = 5;

    private final int port;
    private final int rate;
    private final Kind kind;
    private final SslContext tls;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Deque<Channel> idle = new ArrayDeque<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int begun;
    private int open;

    /// What is asked, and on what.
    enum Kind {
        /// As many requests, which cost next to nothing: what the flood itself takes of the machine.
        HEALTH,
        /// Logins on connections that stay open.
        KEPT,
        /// As many new TLS connections, each for such a request: what the handshakes take.
        HANDSHAKES,
        /// A new TLS connection for each login.
        FRESH;

        boolean connectsAnew() {
            return this == HANDSHAKES || this == FRESH;
        }

        boolean logsIn() {
            return this == KEPT || this == FRESH;
        }
    }

    private LoginFlood(int port, Path certificate, int rate, Kind kind) throws Exception {
        this.port = port;
        this.rate = rate;
        this.kind = kind;
        this.tls =
                SslContextBuilder.forClient()
                        .trustManager(certificate.toFile())
                        .endpointIdentificationAlgorithm(null)
                        .build();
    }

    /// Port, certificate, requests a second, seconds, kind. Prints how each ended, and how many so.
    public static void main(String[] arguments) throws Exception {
        LoginFlood flood =
                new LoginFlood(
                        Integer.parseInt(arguments[0]),
                        Path.of(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Kind.valueOf(arguments[4]));
        flood.run(Integer.parseInt(arguments[3]));
    }

    private void run(int seconds) throws Exception {
        if (!kind.connectsAnew()) {
            for (int i = 0; i < ADDRESSES; i++) {
                idle.add(connect(i).sync().channel());
            }
        }
        System.out.println("flooding");
        long began = System.nanoTime();
        loop.next()
                .scheduleAtFixedRate(() -> catchUp(began), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        outcomes.put("begun", begun);
        System.out.println(outcomes);
    }

    /// On the loop: whatever is due by now goes out.
    private void catchUp(long began) {
        long due = (System.nanoTime() - began) * rate / TimeUnit.SECONDS.toNanos(1);
        while (begun < due) {
            begun++;
            if (kind.connectsAnew() && open >= ADDRESSES) {
                count("held back");
            } else if (kind.connectsAnew()) {
                open++;
                connect(begun % ADDRESSES).addListener(it -> asked((ChannelFuture) it));
            } else if (idle.isEmpty()) {
                count("no connection free");
            } else {
                idle.remove().writeAndFlush(request());
            }
        }
    }

    private void asked(ChannelFuture connected) {
        if (connected.isSuccess()) {
            connected.channel().writeAndFlush(request());
        } else {
            open--;
            count("not connected");
        }
    }

    private ByteBuf request() {
        byte[] body =
                "{\"login\":\"nobody-%d\",\"password\":\"wrong horse\"}"
                        .formatted(begun)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] request =
                kind.logsIn()
                        ? Line.request("/login", "", body)
                        : "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII);
        return Unpooled.wrappedBuffer(request);
    }

    private ChannelFuture connect(int address) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(tls.newHandler(channel.alloc()), new Answers());
                            }
                        })
                .connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        new InetSocketAddress(
                                InetAddress.ofLiteral(
                                        "127.1.%d.%d".formatted(address / 250, address % 250 + 1)),
                                0));
    }

    /// Every answer is short enough to come in one piece.
    private final class Answers extends SimpleChannelInboundHandler<ByteBuf> {

        private boolean answered;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf answer) {
            if (!answer.isReadable(12) || answer.getByte(answer.readerIndex()) != 'H') {
                return;
            }
            answered = true;
            count(answer.toString(answer.readerIndex() + 9, 3, StandardCharsets.US_ASCII));
            if (kind.connectsAnew()) {
                ctx.close();
            } else {
                idle.add(ctx.channel());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            open--;
            if (kind.connectsAnew() && !answered) {
                count("closed");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }
}
