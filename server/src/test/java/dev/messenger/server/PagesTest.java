package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pages as a browser gets them: over TLS, by the pipeline that all else goes through.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class PagesTest {

    private final TestServer server;
    private final Rest rest;

    PagesTest(TestServer server) {
        this.server = server;
        this.rest = server.rest();
    }

    @Test
    void theAddressOpensAPage() {
        Rest.Answer page = get("/", Map.of());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Strict-Transport-Security")).isNotEmpty();
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(new String(page.bytes(), StandardCharsets.UTF_8)).startsWith("<!doctype html>");
    }

    @Test
    void aBrowserThatComesBackIsToldThatNothingChanged() {
        Map<String, String> browser = Map.of("Accept-Encoding", "gzip, deflate, br, zstd");
        Rest.Answer module = get("/lib/messenger.js", browser);
        assertThat(module.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(module.header("Content-Length")).isEqualTo("" + module.bytes().length);

        Rest.Answer again =
                get(
                        "/lib/messenger.js",
                        Map.of(
                                "Accept-Encoding",
                                "gzip, deflate, br, zstd",
                                "If-None-Match",
                                module.header("ETag")));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(module.header("ETag"));
    }

    @Test
    void aHeadTellsTheLengthAndSendsNothing() {
        Rest.Answer whole = get("/", Map.of());

        Rest.Answer head =
                rest.send(rest.request("/", "text/plain").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("" + whole.bytes().length);
        assertThat(head.bytes()).isEmpty();
    }

    /// A client library would tidy these paths up.
    @Test
    void noPathLeadsOutOfTheTable() throws IOException {
        try (RawConnection raw = new RawConnection(server)) {
            for (String path :
                    new String[] {
                        "/lib/../index.html",
                        "/lib/../../logback.xml",
                        "/lib/..%2f..%2flogback.xml",
                        "/lib/%2e%2e/index.html",
                        "//lib/messenger.js"
                    }) {
                raw.write("GET " + path + " HTTP/1.1\nHost: 127.0.0.1", new byte[0]);
                assertThat(raw.read().refusal()).as(path).isEqualTo("404 not_found");
            }
        }
    }

    @Test
    void aSocketIsStillOpenedOnThePathOfAPage() {
        Person ann = server.register("Ann");
        try (LiveSocket socket = ann.open()) {
            assertThat(socket.chats()).isEmpty();
        }
    }

    private Rest.Answer get(String path, Map<String, String> headers) {
        var request = rest.request(path, "text/plain").GET();
        headers.forEach(request::header);
        return rest.send(request);
    }
}
