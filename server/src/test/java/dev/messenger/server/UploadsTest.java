package dev.messenger.server;

import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Bytes on their way in, and what is left of them when something goes wrong: nothing.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class UploadsTest {

    private static final byte[] CONTENT = new byte[200_000];

    private final TestServer server;
    private final Person ann;
    private final Set<Path> before;

    UploadsTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.before = server.uploads();
    }

    static {
        new Random(2).nextBytes(CONTENT);
    }

    @Test
    void partsComeInAnyOrder() {
        Person bob = server.register("Bob");
        long chat = ann.chatWith(bob);
        Map<String, Object> uploaded =
                server.rest()
                        .upload(
                                new Multipart()
                                        .field("login", ann.login())
                                        .file("a.bin", CONTENT)
                                        .field("note", "an unknown field")
                                        .field("password", ann.password())
                                        .field("user_id", ann.id()))
                        .json();
        try (LiveSocket bobs = bob.open();
                LiveSocket anns = ann.open()) {
            anns.send(
                    ann.message(
                            chat, bob, "", "a.bin", String.valueOf(uploaded.get("service_file"))));
            Map<String, Object> sent = bobs.next();
            assertThat(sent).containsEntry("file_name", "a.bin").containsEntry("fileType", "other");
            Rest.Answer downloaded =
                    server.rest()
                            .post(
                                    "/file_download",
                                    bob.signed(
                                            "user_id",
                                            "message_id",
                                            number(sent.get("message_id"))));
            assertThat(downloaded.bytes()).isEqualTo(CONTENT);
            assertThat(downloaded.header("Content-Type")).isEqualTo("application/octet-stream");
        }
    }

    @Test
    void aTokenStandsInForTheFields() {
        Multipart form = new Multipart().file("a.txt", CONTENT);
        Rest rest = server.rest();

        Rest.Answer answer =
                rest.send(
                        rest.request("/file_upload", form.contentType())
                                .header("Authorization", "Bearer " + ann.token())
                                .POST(BodyPublishers.ofByteArray(form.bytes())));

        assertThat(answer.json()).containsOnlyKeys("file_name", "service_file");
    }

    @Test
    void wrongCredentialsLeaveNothingOnDisk() throws Exception {
        Map<String, Object> wrong = ann.signed("user_id", "password", "wrong horse");
        Multipart before = new Multipart().fields(wrong).file("a.txt", CONTENT);
        Multipart behind = new Multipart().file("a.txt", CONTENT).fields(wrong);
        Multipart without = new Multipart().file("a.txt", CONTENT).field("login", ann.login());
        Multipart noFile = new Multipart().fields(ann.signed("user_id"));
        Multipart noName = new Multipart().fields(ann.signed("user_id")).file("", CONTENT);

        server.rest().upload(before).isRefused(401, "unauthorized", "");
        server.rest().upload(behind).isRefused(401, "unauthorized", "");
        server.rest().upload(without).isRefused(400, "missing_field", "user_id");
        server.rest().upload(noFile).isRefused(400, "missing_field", "file");
        server.rest().upload(noName).isRefused(400, "too_short", "file");

        assertThat(server.uploads()).isEqualTo(this.before);
    }

    @Test
    void whoVanishesMidwayLeavesNothingOnDisk() throws Exception {
        Multipart form = new Multipart().fields(ann.signed("user_id")).file("a.bin", CONTENT);
        byte[] whole = form.bytes();
        try (RawConnection connection = new RawConnection(server)) {
            connection.write(
                    """
                    POST /file_upload HTTP/1.1
                    Host: 127.0.0.1
                    Content-Type: %s
                    Content-Length: %d
                    """
                            .formatted(form.contentType(), whole.length),
                    Arrays.copyOf(whole, whole.length / 2));
            awaitUploads("one is begun", uploads -> uploads.size() == before.size() + 1);
        }

        awaitUploads("it is gone", before::equals);
    }

    @Test
    void whatIsTooLargeIsRefusedFromItsHeadAlone() throws Exception {
        for (Map.Entry<String, Long> limit :
                Map.of(
                                "/file_upload",
                                524_288_000L + 65_537,
                                "/search",
                                (1L << 20) + 1,
                                "/avatar_upload",
                                (8L << 20) + 1)
                        .entrySet()) {
            try (RawConnection connection = new RawConnection(server)) {
                String path = limit.getKey();
                connection.write(
                        """
                        POST %s HTTP/1.1
                        Host: 127.0.0.1
                        Content-Type: %s
                        Content-Length: %d
                        """
                                .formatted(
                                        path,
                                        path.equals("/file_upload")
                                                ? new Multipart().contentType()
                                                : "application/json",
                                        limit.getValue()),
                        new byte[0]);
                assertThat(connection.read().refusal()).isEqualTo("413 payload_too_large");
                assertThatThrownBy(connection::read).isInstanceOf(EOFException.class);
            }
        }
        assertThat(server.uploads()).isEqualTo(before);
    }

    @Test
    void anAvatarIsKeptAsGivenUntilItIsDeleted() {
        byte[] png = Arrays.copyOf(CONTENT, 3_000_000);
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 0, png, 0, 8);
        String avatar = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        Person bob = server.register("Bob");
        long chat = bob.chatWith(ann);
        Rest rest = server.rest();

        assertThat(rest.post("/avatar_upload", ann.signed("user_id", "file", avatar)).json())
                .containsOnlyKeys("message");
        assertThat(rest.post("/avatar_download", Map.of("user_id", ann.id())).json())
                .isEqualTo(Map.of("avatar", avatar));
        assertThat(rest.post("/search", Map.of("user_name", "Ann")).rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsOnlyKeys("id", "avatar", "user_name"));
        try (LiveSocket bobs = bob.open()) {
            assertThat(bobs.chats())
                    .singleElement()
                    .satisfies(row -> assertThat(number(row.get("chat_id"))).isEqualTo(chat))
                    .satisfies(row -> assertThat(row).containsEntry("avatar", true));
        }

        assertThat(rest.post("/avatar_delete", ann.signed("id")).json())
                .containsOnlyKeys("message");
        rest.post("/avatar_download", Map.of("user_id", ann.id())).isRefused(404, "not_found", "");
        rest.post("/avatar_delete", ann.signed("id")).isRefused(404, "not_found", "");
    }

    private void awaitUploads(String what, Predicate<Set<Path>> condition) throws Exception {
        Awaits.until(what, () -> condition.test(server.uploads()));
    }
}
