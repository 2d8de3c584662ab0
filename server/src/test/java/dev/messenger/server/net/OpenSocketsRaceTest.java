package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.usecase.Caller;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sockets that come and go on real event loops while others publish.
@ExtendWith(FailsOnLeaks.class)
@Timeout(60)
final class OpenSocketsRaceTest {

    private static final long USER = 5;
    private static final long PUBLICATIONS = 10_000;
    private static final int OPEN_AT_ONCE = 3;

    private final AtomicInteger flushes = new AtomicInteger();
    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final Backstage backstage =
            TestSocket.backstage(sockets, new ConcurrentLinkedQueue<>(), Runnable::run);
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(3, NioIoHandler.newFactory());

    private SocketAddress address;
    private final Queue<Channel> accepted = new ConcurrentLinkedQueue<>();

    /// Which session the next socket to be accepted signed in with.
    private volatile Optional<UUID> session = Optional.empty();

    @BeforeEach
    void listen() {
        address =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(new SignedIn());
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .syncUninterruptibly()
                        .channel()
                        .localAddress();
    }

    @AfterEach
    void leaveNothingBehind() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aUsersOrderIsTheCallOrderWhileSocketsComeAndGo() throws Exception {
        Client faithful = connect();
        List<Client> passing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> publishing =
                    threads.submit(
                            () -> {
                                for (long i = 1; i <= PUBLICATIONS; i++) {
                                    faithful.awaitRoom();
                                    publishNumber(i);
                                }
                                return null;
                            });
            while (!publishing.isDone()) {
                passing.add(connect());
                if (passing.size() > OPEN_AT_ONCE) {
                    passing.get(passing.size() - OPEN_AT_ONCE).close();
                }
            }
            publishing.get();
        }
        await(faithful.last);
        assertThat(faithful.numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, PUBLICATIONS).boxed().toList());
        assertThat(passing)
                .anySatisfy(client -> assertThat(client.numbers).isNotEmpty())
                .allSatisfy(OpenSocketsRaceTest::hasNoHole);
    }

    @Test
    void aBatchIsFlushedOnceForEachSocket() throws Exception {
        Client one = connect();
        Client other = connect();
        settle();
        flushes.set(0);
        publishNumbers(PUBLICATIONS - 99, PUBLICATIONS);
        await(one.last);
        await(other.last);
        assertThat(one.numbers).hasSize(100);
        assertThat(other.numbers).hasSize(100);
        assertThat(flushes).hasValue(2);
    }

    @Test
    void batchesThatWaitForALoopAreFlushedAsOne() throws Exception {
        Client one = connect();
        Client other = connect();
        settle();
        flushes.set(0);
        CountDownLatch ready = new CountDownLatch(1);
        loops.forEach(loop -> loop.execute(() -> awaitOnLoop(ready)));
        publishNumbers(PUBLICATIONS - 99, PUBLICATIONS - 50);
        publishNumbers(PUBLICATIONS - 49, PUBLICATIONS);
        ready.countDown();
        await(one.last);
        await(other.last);
        settle();
        assertThat(one.numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(PUBLICATIONS - 99, PUBLICATIONS).boxed().toList());
        assertThat(other.numbers).containsExactlyElementsOf(one.numbers);
        assertThat(flushes).hasValue(2);
    }

    private static void awaitOnLoop(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsLeftOfSocketsThatCameAndWentOnManyThreads() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> comeAndGo =
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            Client client = connect();
                            publishNumber(i);
                            client.close().syncUninterruptibly();
                        }
                        return null;
                    };
            for (Future<Void> each :
                    threads.invokeAll(List.of(comeAndGo, comeAndGo, comeAndGo, comeAndGo))) {
                each.get();
            }
        }
        accepted.forEach(channel -> channel.closeFuture().syncUninterruptibly());
        settle();
        assertThat(accepted).hasSize(400);
        assertThat(sockets.of(USER)).isEmpty();
    }

    @Test
    void aSessionThatEndsWhileItsSocketOpensLeavesNoneOpen() throws Exception {
        for (int i = 0; i < 300; i++) {
            UUID ending = UUID.randomUUID();
            session = Optional.of(ending);
            Thread revoking = Thread.startVirtualThread(() -> sockets.sessionEnded(ending));
            Client client = connect();
            revoking.join();
            await(client.signedOut);
        }
    }

    /// In one batch.
    private void publishNumbers(long from, long to) {
        sockets.publish(
                LongStream.rangeClosed(from, to)
                        .mapToObj(OpenSocketsRaceTest::publication)
                        .toList());
    }

    private void publishNumber(long number) {
        sockets.publish(List.of(publication(number)));
    }

    private static Publication publication(long number) {
        return Published.deletion(number, USER, USER + 1);
    }

    /// Returns once every loop has done the tasks it has.
    private void settle() {
        loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }

    private static void hasNoHole(Client client) {
        List<Long> numbers = List.copyOf(client.numbers);
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }

    private Client connect() throws InterruptedException {
        Client client = new Client();
        client.channel =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new WebSocket13FrameDecoder(
                                                                false, false, 1 << 20),
                                                        client);
                                    }
                                })
                        .connect(address)
                        .syncUninterruptibly()
                        .channel();
        await(client.welcomed);
        return client;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /// Opens the socket as soon as there is a connection, and says so with a ping.
    private final class SignedIn extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            accepted.add(ctx.channel());
            Caller caller = new Caller(USER, session);
            ctx.pipeline().addFirst(new FlushCounter());
            TestSocket.open(ctx.channel(), sockets, caller, backstage);
            ctx.channel().writeAndFlush(new PingWebSocketFrame());
        }
    }

    private final class FlushCounter extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes.incrementAndGet();
            ctx.flush();
        }
    }

    private static final class Client extends SimpleChannelInboundHandler<WebSocketFrame> {

        private static final Pattern NUMBER = Pattern.compile("\"message_id\":([0-9]+)");

        final Queue<Long> numbers = new ConcurrentLinkedQueue<>();
        final CountDownLatch welcomed = new CountDownLatch(1);
        final CountDownLatch signedOut = new CountDownLatch(1);
        private final Semaphore room = new Semaphore(2_000);
        final CountDownLatch last = new CountDownLatch(1);
        private @Nullable Channel channel;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            switch (frame) {
                case PingWebSocketFrame _ -> welcomed.countDown();
                case TextWebSocketFrame text -> note(text.text());
                case CloseWebSocketFrame close -> {
                    assertThat(close.statusCode()).isEqualTo(4001);
                    signedOut.countDown();
                }
                default -> throw new AssertionError(frame);
            }
        }

        ChannelFuture close() {
            return Objects.requireNonNull(channel).close();
        }

        /// Keeps who publishes from being further ahead than a slow reader's backlog allows.
        void awaitRoom() throws InterruptedException {
            assertThat(room.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }

        private void note(String text) {
            Matcher matcher = NUMBER.matcher(text);
            assertThat(matcher.find()).isTrue();
            long number = Long.parseLong(matcher.group(1));
            numbers.add(number);
            room.release();
            if (number == PUBLICATIONS) {
                last.countDown();
            }
        }
    }
}
