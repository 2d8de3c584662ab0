package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever asks about what is somebody else's gets, byte for byte, the answer that there is nothing of
/// the kind. That it takes as long is what `scripts/siege strangers` measures.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class StrangersTest {

    private static final long NOTHING = 2_000_000_000;

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final Person eve;

    StrangersTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.eve = server.register("Eve");
    }

    @Test
    void aKnownLoginIsAnsweredLikeAnUnknownOne() throws IOException {
        assertThat(answer("/login", "", guess(ann.login())))
                .startsWith("HTTP/1.1 401 ")
                .isEqualTo(answer("/login", "", guess("nobody")));
    }

    private static Map<String, Object> guess(String login) {
        return fields("login", login, "password", "wrong horse");
    }

    @Test
    void anUpgradeIsRefusedAlikeWhoeverIsNamed() throws IOException {
        assertThat(upgrade(ann.id(), ann.login()))
                .startsWith("HTTP/1.1 401 ")
                .isEqualTo(upgrade(NOTHING, "nobody"))
                .isEqualTo(upgrade(eve.id(), ann.login()));
    }

    @Test
    void aUserWithoutAnAvatarIsAnsweredLikeNobody() throws IOException {
        same("/avatar_download", "", 404, ann.id(), id -> fields("user_id", id));
    }

    @Test
    void theIdsOfOthersAreAnsweredLikeIdsOfNobody() throws IOException {
        for (String path : new String[] {"/logout", "/avatar_delete"}) {
            same(path, eve.token(), 403, ann.id(), id -> fields("id", id));
        }
        same(
                "/chat_creating",
                eve.token(),
                403,
                ann.id(),
                id -> fields("user_id_1", id, "user_id_2", eve.id()));
    }

    @Test
    void chatsAndFilesOfOthersAreAnsweredLikeNone() throws IOException {
        long chat = ann.chatWith(bob);
        same("/get_past_messages", eve.token(), 404, chat, id -> fields("chat_id", id));
        long message = say(chat);
        same("/file_download", eve.token(), 404, message, id -> fields("message_id", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"new_message", "update_chat", "archive_chat"})
    void framesAboutAChatOfOthersAreAnsweredLikeThoseAboutNone(String type) {
        long chat = ann.chatWith(bob);
        same(chat, id -> frame(type, "chat_id", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"update_message", "archive_message", "is_readed_message"})
    void framesAboutAMessageOfOthersAreAnsweredLikeThoseAboutNone(String type) {
        long message = say(ann.chatWith(bob));
        String id = type.equals("archive_message") ? "deleting_message_id" : "message_id";
        same(message, it -> frame(type, id, it));
    }

    private Map<String, Object> frame(String type, String idField, long id) {
        Map<String, Object> frame = eve.message(id, bob, "hi");
        frame.putAll(fields("type", type, "user_id", eve.id(), "new_content", "hi"));
        frame.put(idField, id);
        return frame;
    }

    private long say(long chat) {
        try (LiveSocket socket = ann.open()) {
            return Person.number(
                    socket.send(ann.message(chat, bob, "hello")).next().get("message_id"));
        }
    }

    private void same(
            String path,
            String token,
            int status,
            long theirs,
            LongFunction<Map<String, Object>> of)
            throws IOException {
        assertThat(answer(path, token, of.apply(theirs)))
                .as(path)
                .startsWith("HTTP/1.1 " + status + " ")
                .isEqualTo(answer(path, token, of.apply(NOTHING)));
    }

    private void same(long theirs, LongFunction<Map<String, Object>> frame) {
        try (LiveSocket socket = LiveSocket.openWithToken(server.rest(), eve)) {
            Map<String, Object> refusal = socket.send(frame.apply(theirs)).next();
            assertThat(refusal).containsEntry("type", "error").containsEntry("code", "not_found");
            assertThat(socket.send(frame.apply(NOTHING)).next()).isEqualTo(refusal);
        }
    }

    /// The whole answer, but for its date.
    private String answer(String path, String token, Map<String, ?> body) throws IOException {
        byte[] json = Rest.json(body).getBytes(StandardCharsets.UTF_8);
        return answer(
                """
                POST %s HTTP/1.1
                Host: 127.0.0.1
                Content-Type: application/json
                Content-Length: %d
                %s"""
                        .formatted(
                                path,
                                json.length,
                                token.isEmpty() ? "" : "Authorization: Bearer " + token),
                json);
    }

    private String upgrade(long id, String login) throws IOException {
        return answer(
                """
                GET /?id=%d&login=%s&password=wrong+horse HTTP/1.1
                Host: 127.0.0.1
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="""
                        .formatted(id, login),
                new byte[0]);
    }

    private String answer(String head, byte[] body) throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            RawConnection.Answer answer = connection.write(head, body).read();
            return answer.head().replaceAll("(?i)\r\ndate: [^\r]*", "") + answer.body();
        }
    }
}
