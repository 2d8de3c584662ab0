package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.protocol.CloseCode;
import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The network side as a whole, on real sockets, with clients that are not ours.
@ExtendWith(FailsOnLeaks.class)
class FrontDoorTest {

    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on(
                            "POST",
                            "/echo",
                            1024,
                            (_, body) -> ScriptedRouter.text(200, body.readAllBytes()))
                    .on(
                            "GET",
                            "/slow",
                            0,
                            (_, body) -> {
                                working.countDown();
                                await(mayAnswer);
                                return ScriptedRouter.text(200, body.readAllBytes());
                            });

    @TempDir Path directory;
    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(directory, router, ConnectionLimits.standard());
    }

    @AfterEach
    void close() {
        mayAnswer.countDown();
        door.close();
    }

    @Test
    void servesOverTls() throws Exception {
        HttpResponse<String> answer = post(door.https("/echo"), "hello");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.sslSession()).isPresent();
        assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void servesInCleartextWithoutClaimingTls() throws Exception {
        HttpResponse<String> answer = post(door.http("/echo"), "hello");
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("strict-transport-security")).isEmpty();
    }

    @Test
    void saysInOneSentenceThatAPortIsTaken() {
        assertThatThrownBy(() -> door.openAgain())
                .isInstanceOf(CannotOpen.class)
                .hasMessage(
                        "Cannot listen on port %d of 127.0.0.1: another program listens there already.",
                        door.port());
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws Exception {
        try (Socket client = door.tls()) {
            for (String body : new String[] {"1", "2"}) {
                OpenDoor.send(client, "POST /echo HTTP/1.1\nHost: a\nContent-Length: 1\n\n" + body);
                assertThat(OpenDoor.head(client)).startsWith("HTTP/1.1 200 OK\n");
                assertThat(client.getInputStream().read()).isEqualTo(body.charAt(0));
            }
        }
    }

    @Test
    void speaksTls12AndTls13WithAuthenticatedCiphersOnly() throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket client = (SSLSocket) door.tls()) {
                client.setEnabledProtocols(new String[] {version});
                client.startHandshake();
                assertThat(client.getSession().getProtocol()).isEqualTo(version);
                assertThat(client.getSession().getCipherSuite()).contains("_GCM_");
            }
        }
    }

    @Test
    void refusesCiphersWithoutAuthentication() throws Exception {
        try (SSLSocket client = (SSLSocket) door.tls()) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(client::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void agreesOnHttp11AndNotOnHttp2() throws Exception {
        try (SSLSocket client = (SSLSocket) door.tls()) {
            var parameters = client.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            client.setSSLParameters(parameters);
            client.startHandshake();
            assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void closesAConnectionThatSpeaksCleartextToTls() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            client.setSoTimeout(PATIENCE_SECONDS * 1_000);
            OpenDoor.send(client, "GET / HTTP/1.1\nHost: a\n\n");
            assertThat(OpenDoor.rest(client)).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void closesAConnectionWhoseHeadComesTooSlowly() throws Exception {
        ConnectionLimits limits = TestLimits.with(Duration.ofMillis(200), Duration.ofSeconds(30));
        try (var quick = new OpenDoor(directory, router, limits);
                Socket client = quick.tls()) {
            OpenDoor.send(client, "POST /echo HTTP/1.1\n");
            assertThat(OpenDoor.rest(client)).isEmpty();
        }
    }

    @Test
    void letsARequestInFlightBeAnsweredBeforeItCloses() throws Exception {
        try (Socket client = door.tls()) {
            OpenDoor.send(client, "GET /slow HTTP/1.1\nHost: a\n\n");
            await(working);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(door::close);
            assertThat(closed).isNotDone();
            mayAnswer.countDown();
            assertThat(OpenDoor.rest(client)).contains("200 OK");
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void takesAWebSocketAndAsksItToComeBackWhenItStops() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        try (HttpClient client = door.client()) {
            client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("wss://localhost:" + door.port() + "/"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onClose(
                                        WebSocket socket, int code, String reason) {
                                    closed.complete(code);
                                    return CompletableFuture.completedStage(null);
                                }
                            })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            door.close();
            assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(CloseCode.SERVICE_RESTART.code());
        }
    }

    private HttpResponse<String> post(URI uri, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = door.client()) {
            return client.send(
                    HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
