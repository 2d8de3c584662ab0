package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Rules;
import dev.messenger.storage.Message;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `/file_upload` and `/file_download`: what WIRE's table says, to the letter.
final class FilePathsTest extends WithRest {

    private static final byte[] BYTES = {0, '\r', '\n', '-', '-', (byte) 0xff};

    @Test
    void uploadAnswersTheNameAndAHandleByWhichItIsSentAndFetched() {
        Answer answer =
                upload(
                        new Multipart()
                                .field("user_id", ann.userId())
                                .field("login", "Ann")
                                .field("password", "password of Ann")
                                .file("Ünï 1.png", BYTES)
                                .end());
        String handle = String.valueOf(answer.json().get("service_file"));
        assertAnswered(answer, "{\"file_name\":\"Ünï 1.png\",\"service_file\":\"" + handle + "\"}");

        long message = rules.say(ann, attached(handle, "Ünï 1.png")).id();
        Answer download = download(message, Map.of());
        assertThat(download.status()).isEqualTo(200);
        assertThat(download.bytes()).isEqualTo(BYTES);
        assertThat(download.headers())
                .containsEntry("Content-Type", "image/png")
                .containsEntry(
                        "Content-Disposition",
                        "attachment; filename=\"_n_ 1.png\"; filename*=UTF-8''%C3%9Cn%C3%AF%201.png")
                .containsEntry("Accept-Ranges", "bytes")
                .containsKeys("ETag", "Last-Modified");
    }

    @Test
    void downloadIsGivenInPartOrNotAtAll() {
        long message = rules.send(chat, bob, ann, "a.bin", BYTES).id();
        Answer part = download(message, Map.of("Range", "bytes=1-2"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bytes()).isEqualTo(new byte[] {'\r', '\n'});
        assertThat(part.headers()).containsEntry("Content-Range", "bytes 1-2/6");
        assertThat(download(message, Map.of("Range", "bytes=6-")).status()).isEqualTo(416);

        String etag = Optional.ofNullable(part.headers().get("ETag")).orElseThrow();
        assertThat(download(message, Map.of("If-None-Match", etag)).status()).isEqualTo(304);
    }

    @Test
    void downloadWithWrongCredentialsIs401() {
        long message = rules.send(chat, bob, ann, "a.bin", BYTES).id();
        Map<String, Object> body = and(ann("user_id"), Map.of("message_id", message));
        assertRefused(
                rest.json("/file_download", and(body, Map.of("password", "wrong"))),
                401,
                "unauthorized");
    }

    @Test
    void fileOfOthersIsAnsweredLikeOneThatIsNot() {
        Message with = rules.send(chat, bob, ann, "a.bin", BYTES);
        Message without = rules.say(chat, bob, ann, "hi");
        Map<String, Object> eves = signed("user_id", eve, "Eve");
        Answer others = rest.json("/file_download", and(eves, Map.of("message_id", with.id())));
        assertRefused(others, 404, "not_found", "message_id");
        assertThat(download(without.id(), Map.of()).text()).isEqualTo(others.text());
        assertThat(download(999, Map.of()).text()).isEqualTo(others.text());
    }

    @Test
    void fileOfAnArchivedMessageIs404() {
        Message message = rules.send(chat, bob, ann, "a.bin", BYTES);
        rules.write(rules.messaging.archive(ann, new ClientFrame.ArchiveMessage(message.id())));
        assertRefused(download(message.id(), Map.of()), 404, "not_found", "message_id");
    }

    @ParameterizedTest
    @CsvSource({
        "a.PDF,  application/pdf",
        "a.svg,  image/svg+xml",
        "a.html, application/octet-stream",
        "a,      application/octet-stream"
    })
    void mediaTypeIsByExtension(String name, String type) {
        long message = rules.send(chat, bob, ann, name, BYTES).id();
        assertThat(download(message, Map.of()).headers()).containsEntry("Content-Type", type);
    }

    private Answer upload(byte[] body) {
        return rest.post("/file_upload", Multipart.TYPE, body, Map.of());
    }

    private Answer download(long message, Map<String, String> headers) {
        String body =
                "{\"message_id\":%d,\"user_id\":\"%d\",\"login\":\"Ann\",\"password\":\"%s\"}"
                        .formatted(message, ann.userId(), Rules.passwordOf("Ann"));
        return rest.json("/file_download", body, headers);
    }

    private ClientFrame.NewMessage attached(String handle, String name) {
        return new ClientFrame.NewMessage(
                chat,
                ann.userId(),
                bob.userId(),
                "",
                Rules.NOON,
                Optional.of(name),
                Optional.of(handle));
    }
}
