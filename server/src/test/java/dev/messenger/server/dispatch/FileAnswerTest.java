package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Response.Body;
import dev.messenger.server.dispatch.Response.Header;
import dev.messenger.storage.StoredFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileAnswerTest {

    @TempDir Path directory;
    private FileChannel content;

    @BeforeEach
    void open() throws IOException {
        content = FileChannel.open(Files.writeString(directory.resolve("f"), "0123456789"));
    }

    @AfterEach
    void close() throws IOException {
        content.close();
    }

    @Test
    void wholeFileSaysWhatItIs() {
        Response response = answer(Map.of());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(new Body.Region(content, 0, 10));
        assertThat(header(response, "Content-Type")).contains("image/png");
        assertThat(header(response, "Accept-Ranges")).contains("bytes");
        assertThat(header(response, "ETag")).contains("\"handle\"");
        assertThat(header(response, "Last-Modified")).contains("Sun, 22 Nov 2026 10:00:00 GMT");
    }

    /// A picture may be an SVG with scripts in it; the page is of the same origin as what it downloads.
    @Test
    void noFileIsEverADocumentWithRights() {
        for (Map<String, String> headers :
                List.of(Map.<String, String>of(), Map.of("Range", "bytes=2-4"))) {
            Response response = answer(headers);
            assertThat(header(response, "Content-Disposition").orElse(""))
                    .startsWith("attachment;");
            assertThat(header(response, "Content-Security-Policy"))
                    .contains("default-src 'none'; sandbox");
        }
    }

    @Test
    void partOfAFileSaysWhichPart() {
        Response response = answer(Map.of("Range", "bytes=2-4"));
        assertThat(response.status()).isEqualTo(206);
        assertThat(response.body()).isEqualTo(new Body.Region(content, 2, 3));
        assertThat(header(response, "Content-Range")).contains("bytes 2-4/10");
    }

    @Test
    void rangeBehindTheEndIs416AndClosesTheFile() {
        Response response = answer(Map.of("Range", "bytes=10-"));
        assertThat(response.status()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).contains("bytes */10");
        assertThat(content.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"handle\"", "W/\"handle\"", "*", "\"other\", \"handle\""})
    void clientThatHasItGets304AndTheFileIsClosed(String tags) {
        Response response = answer(Map.of("If-None-Match", tags));
        assertThat(response.status()).isEqualTo(304);
        assertThat(response.body()).isEqualTo(Body.Bytes.NONE);
        assertThat(header(response, "ETag")).contains("\"handle\"");
        assertThat(content.isOpen()).isFalse();
    }

    @Test
    void rangeOfAnotherVersionGetsTheWholeFile() {
        assertThat(answer(Map.of("Range", "bytes=2-4", "If-Range", "\"other\"")).status())
                .isEqualTo(200);
        assertThat(answer(Map.of("Range", "bytes=2-4", "If-Range", "\"handle\"")).status())
                .isEqualTo(206);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.png        | a.png       | a.png",
                "a b.png      | a b.png     | a%20b.png",
                "Ünï.txt      | _n_.txt     | %C3%9Cn%C3%AF.txt",
                "a\"b\\c%.txt | a_b_c_.txt  | a%22b%5Cc%25.txt",
                "😀           | _           | %F0%9F%98%80",
            })
    void nameIsGivenForOldClientsAndForNewOnes(String name, String ascii, String utf8) {
        assertThat(FileAnswer.attachment(name))
                .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + utf8);
    }

    @Test
    void nameCannotEndTheHeader() {
        assertThat(FileAnswer.attachment("a\r\nSet-Cookie: x=1"))
                .doesNotContain("\r")
                .doesNotContain("\n");
    }

    private Response answer(Map<String, String> headers) {
        return FileAnswer.of(
                new Head(
                        "POST",
                        "/file_download",
                        "",
                        headers::get,
                        InetAddress.getLoopbackAddress()),
                new StoredFile(
                        1, 1, "handle", "a.PNG", 10, "f", Instant.parse("2026-11-22T10:00:00.5Z")),
                content);
    }

    private static Optional<String> header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst();
    }
}
