package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.ScriptedRouter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is HTTP and what is not: each vector gets exactly one answer, and what breaks the framing
/// ends the connection with it.
@ExtendWith(FailsOnLeaks.class)
class RequestFramingTest {

    private static final int KIB = 1024;

    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on(
                            "POST",
                            "/echo",
                            KIB,
                            (_, body) -> ScriptedRouter.text(200, body.readAllBytes()))
                    .on("GET", "/", 0, (_, body) -> ScriptedRouter.text(200, body.readAllBytes()));

    private final HttpChannel client = new HttpChannel(router, ConnectionLimits.standard());

    @ParameterizedTest
    @MethodSource("dev.messenger.server.net.FramingVectors#broken")
    void isAnsweredOnceAndClosed(FramingVectors.Vector vector) {
        String answer = answerTo(vector);
        assertThat(answer).startsWith("HTTP/1.1 " + vector.status() + " ");
        assertThat(answer).contains("connection: close\n", "\"code\":", "\"message\":");
        assertThat(answer).containsOnlyOnce("x-content-type-options");
        assertThat(client.isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dev.messenger.server.net.FramingVectors#refused")
    void isRefusedAndTheNextIsServed(FramingVectors.Vector vector) {
        assertThat(answerTo(vector))
                .startsWith("HTTP/1.1 " + vector.status() + " ")
                .doesNotContain("connection:");
        assertServesTheNext();
    }

    @ParameterizedTest
    @MethodSource("dev.messenger.server.net.FramingVectors#good")
    void isServedAndSoIsTheNext(FramingVectors.Vector vector) {
        assertThat(answerTo(vector)).startsWith("HTTP/1.1 200 OK\n");
        assertServesTheNext();
    }

    /// Two sends, so that what is broken late is seen however the bytes come.
    private String answerTo(FramingVectors.Vector vector) {
        int middle = vector.request().length() / 2;
        client.sendsRaw(vector.request().substring(0, middle));
        client.sendsRaw(vector.request().substring(middle));
        while (!client.work.isEmpty()) {
            client.works();
        }
        return client.answered();
    }

    private void assertServesTheNext() {
        client.sends("GET / HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).startsWith("HTTP/1.1 200 OK\n");
        client.channel.close();
    }
}
