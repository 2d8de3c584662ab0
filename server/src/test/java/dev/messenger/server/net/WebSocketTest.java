package dev.messenger.server.net;

import static dev.messenger.server.net.TestSocket.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.server.Awaits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole way over real ports, with a client that is not ours.
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(FailsOnLeaks.class)
@Timeout(60)
final class WebSocketTest {

    private final Transport transport;

    WebSocketTest(Transport transport) {
        this.transport = transport;
    }

    private static final String ANSWER = "{\"type\":\"get_chats\",\"chats\":[]}";

    @TempDir private static Path directory;

    private OpenDoor door;
    private HttpClient client;

    @BeforeEach
    void open() {
        door = OpenDoor.over(transport, directory, new FakeRouter(), ConnectionLimits.standard());
        client = door.client();
    }

    @AfterEach
    void close() {
        // Not close(), which waits without end for a socket whose peer is slow to go.
        client.shutdownNow();
        door.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageIsHandledAndAnswered(boolean secure) throws InterruptedException {
        Listener ann = new Listener();
        WebSocket socket = connect(secure, 1, ann);
        socket.sendText(message("hi"), true).join();
        assertThat(ann.next()).isEqualTo("text " + ANSWER);
        assertThat(door.received).containsExactly("hi");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(ann.next()).isEqualTo("close 1000");
    }

    @Test
    void aMessageInFragmentsAndAPingBetweenThem() throws InterruptedException {
        Listener ann = new Listener();
        WebSocket socket = connect(true, 1, ann);
        String text = message("grüße");
        socket.sendText(text.substring(0, 50), false).join();
        socket.sendPing(ByteBuffer.wrap(new byte[] {7})).join();
        socket.sendText(text.substring(50), true).join();
        assertThat(ann.next()).isEqualTo("pong");
        assertThat(ann.next()).isEqualTo("text " + ANSWER);
        assertThat(door.received).containsExactly("grüße");
        socket.abort();
    }

    @Test
    void aPublicationReachesItsAudienceOnEitherPort() throws InterruptedException {
        Listener ann = new Listener();
        Listener ben = new Listener();
        WebSocket one = connect(true, 1, ann);
        WebSocket other = connect(false, 2, ben);
        for (int i = 0; i < 1_000; i++) {
            door.sockets().publish(List.of(Published.deletion(i, 1, 2)));
        }
        for (int i = 0; i < 1_000; i++) {
            String frame = "text {\"type\":\"delete_message\",\"message_id\":" + i + "}";
            assertThat(ann.next()).isEqualTo(frame);
            assertThat(ben.next()).isEqualTo(frame);
        }
        one.abort();
        other.abort();
    }

    @Test
    void whoSignsInWronglyGetsA401() {
        URI uri = URI.create("wss://localhost:" + door.port() + "/?who=1");
        assertThatThrownBy(
                        () -> client.newWebSocketBuilder().buildAsync(uri, new Listener()).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void aSubprotocolThatNobodyKnowsIsNotNegotiated() {
        WebSocket socket =
                client.newWebSocketBuilder()
                        .subprotocols("messenger.v9.json")
                        .buildAsync(uri(true, 1), new Listener())
                        .join();
        assertThat(socket.getSubprotocol()).isEmpty();
        socket.abort();
    }

    @Test
    void allSocketsAreToldThatTheServerRestarts() throws InterruptedException {
        Listener ann = new Listener();
        connect(true, 1, ann);
        door.sockets().drain(Duration.ZERO).join();
        assertThat(ann.next()).isEqualTo("close 1012");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoBreaksTheProtocolReadsWhyThoughTheyKeptSending(boolean secure) throws IOException {
        try (Socket peer = upgraded(secure)) {
            write(peer, Wire.unmasked(Wire.FINAL | Wire.TEXT, new byte[60_000]));
            for (int i = 0; i < 20; i++) {
                write(peer, Wire.unmasked(Wire.FINAL | Wire.TEXT, new byte[60_000]));
            }
            byte[] read = peer.getInputStream().readAllBytes();
            assertThat(read).startsWith(0x88);
            assertThat(ByteBuffer.wrap(read).getShort(2)).isEqualTo((short) 1002);
        }
    }

    @Test
    void whoReadsTooSlowlyIsLetGoAndNobodyElseNotices() throws Exception {
        Listener ben = new Listener();
        WebSocket quick = connect(true, 2, ben);
        try (Socket slow = upgraded(false)) {
            // More than the kernel keeps on both sides, and a megabyte.
            for (int sent = 1; sent <= 500; sent++) {
                door.sockets().publish(List.of(Published.message(sent, 1, 2, "x".repeat(60_000))));
                assertThat(ben.next()).startsWith("text");
            }
            Awaits.until("the slow one is let go", () -> door.sockets().of(1).isEmpty());
            assertThat(slow.getInputStream().readAllBytes()).isNotEmpty();
        }
        quick.abort();
    }

    private WebSocket connect(boolean secure, long userId, Listener listener) {
        return client.newWebSocketBuilder().buildAsync(uri(secure, userId), listener).join();
    }

    private URI uri(boolean secure, long userId) {
        URI http = secure ? door.https("/?id=" + userId) : door.http("/?id=" + userId);
        return URI.create(http.toString().replaceFirst("http", "ws"));
    }

    /// A connection after its handshake, as user 1.
    private Socket upgraded(boolean secure) throws IOException {
        Socket socket = secure ? door.tls() : door.cleartext();
        OpenDoor.send(
                socket,
                """
                GET /?id=1 HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13

                """);
        assertThat(OpenDoor.head(socket)).startsWith("HTTP/1.1 101 ");
        return socket;
    }

    private static void write(Socket socket, ByteBuf frame) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.getBytes(frame));
        frame.release();
    }

    /// Notes what comes, one entry a message.
    private static final class Listener implements WebSocket.Listener {

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        String next() throws InterruptedException {
            String event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("in time").isNotNull();
            return event;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                events.add("text " + message);
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
            events.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("close " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            events.add("error " + error);
        }
    }
}
