package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The whole server's network side, on real sockets, with clients that are not ours.
@ExtendWith(FailsOnLeaks.class)
class FrontDoorTest {

    private static final int KIB_64 = 64 * 1024;

    @TempDir Path directory;
    private OpenDoor door;

    @BeforeEach
    void open() {
        var router =
                new ScriptedRouter()
                        .on(
                                "POST",
                                "/echo",
                                KIB_64,
                                (_, body) -> ScriptedRouter.text(200, body.readAllBytes()));
        door = new OpenDoor(directory, router, Limits.standard());
    }

    @AfterEach
    void close() {
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

    private HttpResponse<String> post(java.net.URI uri, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = door.client()) {
            return client.send(
                    HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
                    BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void saysInOneSentenceThatAPortIsTaken() {
        assertThatThrownBy(() -> door.openAgain())
                .isInstanceOf(CannotOpen.class)
                .hasMessage(
                        "Cannot listen on port %d of 127.0.0.1: another program listens there already.",
                        door.port());
    }
}
