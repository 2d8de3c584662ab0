package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.ScriptedRouter;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a browser is told about pages of other origins; `https://chat.example` is on the list.
@ExtendWith(FailsOnLeaks.class)
class CrossOriginTest {

    private static final String PREFLIGHT =
            """
            OPTIONS /echo HTTP/1.1
            Host: messenger.example
            Origin: %s
            Access-Control-Request-Method: POST
            Access-Control-Request-Headers: authorization, content-type

            """;

    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on(
                            "POST",
                            "/echo",
                            10,
                            (_, body) -> ScriptedRouter.text(200, body.readAllBytes()));
    private final HttpChannel client =
            new HttpChannel(
                    router,
                    ConnectionLimits.standard(),
                    (_, _, _, _) -> {},
                    new Origins(Set.of("https://chat.example")));

    @AfterEach
    void close() {
        client.channel.finishAndReleaseAll();
    }

    @Test
    void pageOfTheListMayAsk() {
        assertThat(client.sends(PREFLIGHT.formatted("https://chat.example")).answered())
                .startsWith("HTTP/1.1 204 No Content\n")
                .contains("\nAccess-Control-Allow-Origin: https://chat.example\n")
                .contains("\nAccess-Control-Allow-Methods: GET, POST, DELETE\n")
                .contains("\nAccess-Control-Allow-Headers: Authorization, Content-Type,")
                .contains("\nVary: Origin\n")
                .doesNotContain("Allow-Credentials");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void pageOfTheListMayReadTheAnswer() {
        assertThat(post("https://chat.example"))
                .startsWith("HTTP/1.1 200 OK\n")
                .contains("\nAccess-Control-Allow-Origin: https://chat.example\n")
                .contains("\nAccess-Control-Expose-Headers: ")
                .endsWith("\n\nhello");
    }

    @Test
    void pageOfTheListMayReadARefusalToo() {
        client.sends("GET /nothing HTTP/1.1\nHost: a\nOrigin: https://chat.example\n\n");
        assertThat(client.answered())
                .startsWith("HTTP/1.1 404 Not Found\n")
                .contains("\nAccess-Control-Allow-Origin: https://chat.example\n");
    }

    @Test
    void anyOtherPageIsToldNothing() {
        assertThat(client.sends(PREFLIGHT.formatted("https://evil.example")).answered())
                .startsWith("HTTP/1.1 404 Not Found\n")
                .doesNotContain("Access-Control");
        assertThat(post("https://chat.example.evil.example")).doesNotContain("Access-Control");
        assertThat(post("null")).doesNotContain("Access-Control").contains("\nVary: Origin\n");
    }

    private String post(String origin) {
        client.sends(
                "POST /echo HTTP/1.1\nHost: a\nOrigin: %s\nContent-Length: 5\n\nhello"
                        .formatted(origin));
        return client.works().answered();
    }
}
