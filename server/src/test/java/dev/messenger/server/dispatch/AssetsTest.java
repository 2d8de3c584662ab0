package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.server.dispatch.Rest.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages and their modules, without a channel.
final class AssetsTest extends WithRest {

    private static final String MODULE = "/lib/messenger.js";
    private static final Map<String, String> GZIP = Map.of("Accept-Encoding", "gzip, br");

    @Test
    void thePageAndItsModulesSayWhatTheyAre() {
        assertThat(get("/", Map.of()).headers())
                .containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(get(MODULE, Map.of()).headers())
                .containsEntry("Content-Type", "text/javascript; charset=utf-8");
        assertThat(get(MODULE, Map.of()).text()).contains("export class Messenger");
    }

    /// Scripts and styles come from files of ours alone: there is no way to write one into a page.
    @Test
    void noPageRunsWhatSomebodyWrote() {
        for (String path : Assets.ofTheServer().byPath().keySet()) {
            if (path.startsWith("/lab")) {
                // Not there for who is not at this machine; made as the others are.
                assertThat(get(path, Map.of()).status()).as(path).isEqualTo(404);
                continue;
            }
            Map<String, String> headers = get(path, Map.of()).headers();
            assertThat(headers.get("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
                    .contains("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers)
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                    .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                    .containsEntry("Cache-Control", "no-cache")
                    .containsKey("Permissions-Policy");
        }
    }

    @Test
    void whoTakesGzipGetsTheSameInLess() throws IOException {
        Answer plain = get(MODULE, Map.of());
        Answer zipped = get(MODULE, GZIP);

        assertThat(zipped.headers())
                .containsEntry("Content-Encoding", "gzip")
                .containsEntry("Vary", "Accept-Encoding");
        assertThat(plain.headers())
                .doesNotContainKey("Content-Encoding")
                .containsEntry("Vary", "Accept-Encoding");
        assertThat(zipped.bytes().length).isLessThan(plain.bytes().length / 2);
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.bytes()))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(plain.bytes());
        }
        assertThat(zipped.headers().get("ETag")).isNotEqualTo(plain.headers().get("ETag"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "GZIP;q=0.001 | true",
                "br, gzip ; q=1.0 | true",
                "* | true",
                "gzip;q=0, * | false",
                "*;q=0.0 | false",
                "identity | false",
                "gzipped | false",
                "gzip;q=x | false",
                "'' | false"
            })
    void codingsAreWeighed(String header, boolean taken) {
        assertThat(AcceptEncoding.takesGzip(Optional.of(header))).isEqualTo(taken);
    }

    @Test
    void whoHasThatVersionIsSentNoneAndThatOfTheOtherCodingIsAnother() {
        for (Map<String, String> headers : List.of(Map.<String, String>of(), GZIP)) {
            Answer first = get(MODULE, headers);
            String etag = first.headers().getOrDefault("ETag", "");

            Answer again = get(MODULE, with(headers, etag));

            assertThat(again.status()).isEqualTo(304);
            assertThat(again.bytes()).isEmpty();
            assertThat(again.headers())
                    .containsEntry("ETag", etag)
                    .containsEntry("Vary", "Accept-Encoding")
                    .containsEntry("Cache-Control", "no-cache")
                    .doesNotContainKeys("Content-Type", "Content-Encoding");
        }
        String etagOfPlain = get(MODULE, Map.of()).headers().getOrDefault("ETag", "");
        assertThat(get(MODULE, with(GZIP, etagOfPlain)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/lib",
                "/lib/",
                "/lib/.",
                "/lib/../index.html",
                "/lib/%2e%2e/index.html",
                "/lib//messenger.js",
                "/lib/messenger.js/",
                "/lib/Messenger.js",
                "/lib/%6dessenger.js",
                "/lib\\messenger.js",
                "/web/index.html",
                "/logback.xml",
                "/../logback.xml",
                "/META-INF/MANIFEST.MF"
            })
    void whatIsNotInTheTableDoesNotExist(String path) {
        assertRefused(get(path, Map.of()), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void theyAreOnlyToBeRead(String method) {
        Answer refused = send(method, "/", Map.of());

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.json().get("code")).isEqualTo("method_not_allowed");
        assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void theHeadIsThatOfTheWhole() {
        assertThat(send("HEAD", MODULE, GZIP).headers()).isEqualTo(get(MODULE, GZIP).headers());
    }

    @Test
    void aFolderWithAnIndexHasItsName() throws IOException {
        Path web = Files.createDirectories(directory.resolve("web/lab"));
        Files.writeString(web.resolve("index.html"), "<!doctype html>");
        Files.writeString(web.resolve("a b.css"), "");

        assertThat(Assets.in(directory.resolve("web")).byPath())
                .containsOnlyKeys("/lab", "/lab/a b.css");
    }

    @Test
    void whatGzipMakesNoSmallerIsSentAsItIs() {
        Response answer =
                Asset.of("a.txt", "a".getBytes(StandardCharsets.UTF_8))
                        .answer(Rest.head("GET", "/a.txt", "", GZIP));

        assertThat(Rest.answer(answer).headers())
                .doesNotContainKeys("Content-Encoding", "Vary")
                .containsEntry("Content-Type", "text/plain; charset=utf-8");
        assertThat(Rest.answer(answer).text()).isEqualTo("a");
    }

    @Test
    void aFileOfAnUnknownKindFailsAtTheStart() {
        assertThatThrownBy(() -> Asset.of("lib/a.exe", new byte[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lib/a.exe");
    }

    private static Map<String, String> with(Map<String, String> headers, String etag) {
        Map<String, String> both = new HashMap<>(headers);
        both.put("If-None-Match", etag);
        return both;
    }

    private Answer get(String path, Map<String, String> headers) {
        return send("GET", path, headers);
    }

    private Answer send(String method, String path, Map<String, String> headers) {
        return rest.send(method, path, headers, OptionalLong.of(0), InputStream.nullInputStream());
    }
}
