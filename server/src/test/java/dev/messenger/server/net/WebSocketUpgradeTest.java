package dev.messenger.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FailsOnLeaks.class)
final class WebSocketUpgradeTest {

    /// The example of RFC 6455 1.3.
    private static final String GOOD =
            """
            GET /any/path?id=5 HTTP/1.1
            Host: chat.example:4200
            Upgrade: websocket
            Connection: keep-alive, Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            """;

    private static final String ACCEPTED =
            """
            HTTP/1.1 101 Switching Protocols
            upgrade: websocket
            connection: upgrade
            sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

            """
                    .replace("\n", "\r\n");

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<Response> refused = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpCodec());

    WebSocketUpgradeTest() {
        Upgrade upgrade =
                new WebSocketUpgrade(
                        new FakeRouter(),
                        sockets,
                        TestSocket.backstage(sockets, received, work::add),
                        new Origins(Set.of("https://Web.Example")));
        channel.pipeline().addLast("http", new Asking(upgrade));
    }

    @AfterEach
    void leaveNothingBehind() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aGoodRequestIsAnsweredByTheKeyOfTheRfc() {
        ask(GOOD);
        assertThat(bytesSent()).isEmpty();
        work();
        assertThat(bytesSent()).isEqualTo(ACCEPTED);
    }

    @Test
    void afterTheHandshakeThereAreFrames() {
        ask(GOOD);
        work();
        bytesSent();
        channel.writeInbound(Wire.text(TestSocket.message("hi")));
        work();
        assertThat(received).containsExactly("hi");
        assertThat(Wire.sent(channel)).hasSize(1);
    }

    @Test
    void nothingPublishedSinceTheSignInIsLostNorComesBeforeThe101() {
        channel.pipeline().addFirst(new PublishBeforeFirstFlush());
        ask(GOOD);
        publish(1);
        work();
        assertThat(bytesSent())
                .startsWith(ACCEPTED)
                .endsWith("\"message_id\":2}")
                .as("of what came before")
                .doesNotContain("\"message_id\":1}");
    }

    @Test
    void whoSignsInWronglyIsRefusedAndGetsNothing() {
        ask(GOOD.replace("id=5", "who=5"));
        work();
        assertThat(refused).extracting(Response::status).containsExactly(401);
        assertThat(sockets.of(5)).isEmpty();
    }

    @Test
    void whoIsGoneBeforeTheCheckIsOverIsNotRegistered() {
        ask(GOOD);
        channel.close();
        work();
        assertThat(sockets.of(5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "7", "0", "14", "13, 8", "x"})
    void anotherVersionIs426AndNamesOurs(String version) {
        ask(GOOD.replace("Version: 13", "Version: " + version));
        assertThat(refused).extracting(Response::status).containsExactly(426);
        assertThat(refused.getFirst().headers())
                .contains(new Response.Header("Sec-WebSocket-Version", "13"));
        assertThat(work).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET/POST",
                "HTTP/1.1/HTTP/1.0",
                "Upgrade: websocket/Upgrade: h2c",
                "keep-alive, Upgrade/keep-alive",
                "dGhlIHNhbXBsZSBub25jZQ==/dGhlIHNhbXBsZQ==",
                "dGhlIHNhbXBsZSBub25jZQ==/not base64",
                "Sec-WebSocket-Key/Sec-WebSocket-Kay",
                "Host/Content-Length: 2\nHost",
                "Host/Transfer-Encoding: chunked\nHost",
                "Host/Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nHost"
            })
    void aRequestThatIsNoHandshakeIs400(String change) {
        int slash = change.indexOf('/', change.startsWith("HTTP") ? 8 : 0);
        ask(GOOD.replace(change.substring(0, slash), change.substring(slash + 1)));
        assertThat(refused).extracting(Response::status).containsExactly(400);
        assertThat(work).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://chat.example:4200",
                "https://CHAT.example",
                "http://chat.example:3000",
                "https://web.example"
            })
    void pagesOfOurHostAndOfTheListMayOpenSockets(String origin) {
        ask(GOOD + "Origin: " + origin + "\n");
        work();
        assertThat(bytesSent()).isEqualTo(ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://chat.example.evil.example",
                "https://evil.example/chat.example",
                "http://web.example",
                "null",
                "chat.example",
                "://chat.example",
                ""
            })
    void pagesOfOtherHostsMayNot(String origin) {
        ask(GOOD + "Origin: " + origin + "\n");
        assertThat(refused).extracting(Response::status).containsExactly(403);
        assertThat(work).isEmpty();
    }

    @Test
    void anIpv6HostIsComparedWithoutItsPort() {
        String local = GOOD.replace("chat.example:4200", "[::1]:4200");
        ask(local + "Origin: https://[::1]:8080\n");
        work();
        assertThat(bytesSent()).isEqualTo(ACCEPTED);
    }

    private void ask(String request) {
        String bytes = (request + "\n").replace("\n", "\r\n");
        channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    }

    /// Does what waits for a virtual thread.
    private void work() {
        while (!work.isEmpty()) {
            work.remove().run();
            channel.runPendingTasks();
        }
    }

    private String bytesSent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(US_ASCII));
            part.release();
        }
        return sent.toString();
    }

    private void publish(long number) {
        sockets.publish(List.of(Published.deletion(number, 5, 6)));
    }

    private final class PublishBeforeFirstFlush extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            ctx.pipeline().remove(this);
            publish(2);
            ctx.flush();
        }
    }

    /// What HTTP does for an upgrade, and no more.
    private final class Asking extends SimpleChannelInboundHandler<HttpObject> {

        private final Upgrade upgrade;

        Asking(Upgrade upgrade) {
            this.upgrade = upgrade;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof HttpRequest request) {
                String[] target = request.uri().split("\\?", 2);
                Head head =
                        new Head(
                                request.method().name(),
                                target[0],
                                target[1],
                                request.headers()::get,
                                InetAddress.getLoopbackAddress());
                upgrade.start(ctx, request, head, refused::add);
            }
        }
    }
}
