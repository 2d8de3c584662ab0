package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.storage.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/v2/files/{message_id}` and `/v2/users/{id}/avatar`: the bytes themselves.
final class ContentPathsTest extends WithRest {

    private static final byte[] BYTES = {0, '\r', '\n', '-', '-', (byte) 0xff};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, -1};

    private Map<String, String> anns;

    @BeforeEach
    void signIn() {
        anns = bearer("Ann");
    }

    @Test
    void aFileIsGivenAsByFileDownload() {
        Message message = rules.send(chat, bob, ann, "Ü.png", BYTES);
        Answer answer = file(message.id(), Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(BYTES);
        assertThat(answer.headers())
                .isEqualTo(
                        rest.json(
                                        "/file_download",
                                        and(ann("user_id"), Map.of("message_id", message.id())))
                                .headers())
                .containsEntry("Content-Type", "image/png")
                .containsEntry(
                        "Content-Disposition",
                        "attachment; filename=\"_.png\"; filename*=UTF-8''%C3%9C.png");
        assertThat(cacheControl(answer)).startsWith("private");
    }

    @Test
    void aFileIsGivenInPartOrNotAtAll() {
        long message = rules.send(chat, bob, ann, "a.bin", BYTES).id();
        Answer part = file(message, Map.of("Range", "bytes=1-2"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bytes()).isEqualTo(new byte[] {'\r', '\n'});
        assertThat(file(message, Map.of("Range", "bytes=6-")).status()).isEqualTo(416);
        Answer known = file(message, Map.of("If-None-Match", etag(part)));
        assertThat(known.status()).isEqualTo(304);
        assertThat(cacheControl(known)).startsWith("private");
    }

    @Test
    void aFileOfOthersIsAnsweredLikeOneThatIsNot() {
        Message with = rules.send(chat, bob, ann, "a.bin", BYTES);
        Message without = rules.say(chat, bob, ann, "hi");
        Answer others = rest.get("/v2/files/" + with.id(), bearer("Eve"));
        assertRefused(others, 404, "not_found", "message_id");
        for (Object id : List.of(without.id(), 999, 0, "x", "1.0", "99999999999999999999")) {
            assertThat(rest.get("/v2/files/" + id, anns).text()).isEqualTo(others.text());
        }
        rules.write(rules.messaging.archive(ann, new ClientFrame.ArchiveMessage(with.id())));
        assertThat(file(with.id(), Map.of()).text()).isEqualTo(others.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data:image/png;base64,", "data:image/svg+xml;x=\r\ny;base64,"})
    void anAvatarIsWhatItsStringStandsForWhateverThatCallsIt(String prefix) {
        store(prefix + Base64.getEncoder().encodeToString(PNG));
        Answer answer = avatar(ann.userId(), Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(PNG);
        assertThat(answer.headers()).containsEntry("Content-Type", "image/png");
        assertThat(cacheControl(answer)).startsWith("private");
    }

    @ParameterizedTest
    @CsvSource({
        "GIF89a;,                 image/gif",
        "'<svg>+%<script/></svg>', image/svg+xml",
        "BM....,                  image/bmp",
        "RIFF....WEBPVP8,         image/webp"
    })
    void anAvatarsTypeIsThatOfItsFirstBytes(String picture, String type) {
        byte[] bytes = picture.getBytes(StandardCharsets.ISO_8859_1);
        store("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes));
        Answer answer = avatar(ann.userId(), Map.of());
        assertThat(answer.bytes()).isEqualTo(bytes);
        assertThat(answer.headers())
                .containsEntry("Content-Type", type)
                .containsEntry(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }

    @Test
    void anAvatarThatIsWrittenOutIsDecodedAsAUriIs() {
        store("data:image/svg+xml;utf8,<svg>1+1 %3D%20\u2603 %E2%98%83</svg>");
        assertThat(avatar(ann.userId(), Map.of()).text())
                .isEqualTo("<svg>1+1 = \u2603 \u2603</svg>");
    }

    @Test
    void anAvatarThatIsKnownIsNotGivenAgainUntilItChanges() {
        store(Base64.getEncoder().encodeToString(PNG));
        String etag = etag(avatar(ann.userId(), Map.of()));
        Answer known = avatar(ann.userId(), Map.of("If-None-Match", "\"x\", W/" + etag));
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.bytes()).isEmpty();
        store("data:image/gif;base64,R0lGODlhAQABAAAAACw=");
        assertThat(avatar(ann.userId(), Map.of("If-None-Match", etag)).status()).isEqualTo(200);
    }

    @Test
    void anAvatarThatIsNotIs404() {
        Answer none = avatar(bob.userId(), Map.of());
        assertRefused(none, 404, "not_found");
        for (Object id : List.of(999, 0, "x", "%31")) {
            assertThat(rest.get("/v2/users/" + id + "/avatar", anns).text()).isEqualTo(none.text());
        }
        // As an older server may have left it.
        rules.storage.avatars().put(bob.userId(), "no picture");
        assertThat(avatar(bob.userId(), Map.of()).text()).isEqualTo(none.text());
    }

    private void store(String image) {
        assertThat(
                        rest.json(
                                        "/avatar_upload",
                                        new String(
                                                dev.messenger.protocol.Json.write(
                                                        Map.of("file", image)),
                                                StandardCharsets.UTF_8),
                                        anns)
                                .status())
                .isEqualTo(200);
    }

    private Answer file(long messageId, Map<String, String> headers) {
        return rest.get("/v2/files/" + messageId, with(headers));
    }

    private Answer avatar(long userId, Map<String, String> headers) {
        return rest.get("/v2/users/" + userId + "/avatar", with(headers));
    }

    private Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(anns);
        all.putAll(headers);
        return all;
    }

    private static String etag(Answer answer) {
        return Optional.ofNullable(answer.headers().get("ETag")).orElseThrow();
    }

    private static String cacheControl(Answer answer) {
        return answer.headers().getOrDefault("Cache-Control", "");
    }
}
