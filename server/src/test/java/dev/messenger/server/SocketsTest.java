package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who gets a socket, what a socket may do, and what ends it.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class SocketsTest {

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final long chat;

    SocketsTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
    }

    @Test
    void wrongCredentialsAreRefusedBeforeTheUpgrade() {
        String login = Rest.encode(bob.login());
        for (String query :
                List.of(
                        "",
                        "id=" + bob.id(),
                        "id=" + bob.id() + "&login=" + login + "&password=wrong+horse",
                        "id=" + ann.id() + "&login=" + login + "&password=correct+horse",
                        "id=x&login=" + login + "&password=correct+horse",
                        "id=" + bob.id() + "&login=nobody&password=correct+horse")) {
            assertThat(refusal(query, "")).as(query).isEqualTo(401);
        }
        assertThat(refusal("", "Bearer nonsense")).isEqualTo(401);
        assertThat(refusal("id=" + bob.id() + "&login=" + login + "&password=correct+horse", ""))
                .as("and right ones are not")
                .isEqualTo(101);
    }

    /// The original registered a socket before it looked at the password.
    @Test
    void whoIsRefusedGetsNothingAndTakesNothingAway() throws IOException {
        try (LiveSocket bobs = bob.open();
                LiveSocket anns = ann.open();
                RawConnection thief = new RawConnection(server)) {
            RawConnection.Answer refused =
                    thief.write(
                                    """
                                    GET /?id=%d&login=%s&password=wrong HTTP/1.1
                                    Host: 127.0.0.1
                                    Connection: Upgrade
                                    Upgrade: websocket
                                    Sec-WebSocket-Version: 13
                                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                                    """
                                            .formatted(bob.id(), bob.login()),
                                    new byte[0])
                            .read();
            assertThat(refused.refusal()).isEqualTo("401 unauthorized");

            anns.send(ann.message(chat, bob, "for Bob alone"));

            assertThat(bobs.next()).containsEntry("content", "for Bob alone");
            assertThat(anns.next()).containsEntry("content", "for Bob alone");
            // Were there a frame on the way, it would stand before this answer.
            thief.write("GET /healthz HTTP/1.1\nHost: 127.0.0.1", new byte[0]);
            assertThat(thief.read().head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aTokenOpensASocketAndSigningOutClosesIt() {
        Person elsewhere = Person.logIn(server.rest(), ann.login());
        try (LiveSocket here = LiveSocket.openWithToken(server.rest(), ann);
                LiveSocket there = LiveSocket.openWithToken(server.rest(), elsewhere);
                LiveSocket legacy = ann.open()) {
            here.hasNothingElse();

            signOut(ann);

            assertThat(here.closeCode()).isEqualTo(4001);
            there.hasNothingElse();
            legacy.hasNothingElse();
            assertThat(refusal("", "Bearer " + ann.token())).isEqualTo(401);
        }
    }

    @Test
    void everySocketOfBothGetsEverything() {
        try (LiveSocket anns = ann.open();
                LiveSocket annsOther = LiveSocket.openWithToken(server.rest(), ann);
                LiveSocket bobs = bob.open()) {
            try (LiveSocket bobsOther = bob.open()) {
                anns.send(ann.message(chat, bob, "to all"));

                Map<String, Object> seen = anns.next();
                assertThat(seen).containsEntry("content", "to all");
                assertThat(annsOther.next()).isEqualTo(seen);
                assertThat(bobs.next()).isEqualTo(seen);
                assertThat(bobsOther.next()).isEqualTo(seen);
            }
            anns.send(ann.message(chat, bob, "to those who are left"));
            assertThat(bobs.next()).containsEntry("content", "to those who are left");
        }
    }

    @Test
    void aBreachOfTheProtocolEndsTheSocket() throws IOException, InterruptedException {
        assertThat(NodeScript.play("breaches.mjs", server)).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("unreadableFrames")
    void anUnreadableFrameIsAnsweredAndTheSocketLives(String frame, String code, String field) {
        try (LiveSocket anns = ann.open()) {
            anns.sendText(frame);

            anns.isRefused(code, field);
            anns.hasNothingElse();
        }
    }

    static Stream<Arguments> unreadableFrames() {
        String message =
                """
                {"type":"new_message","chat_id":1,"sender_id":1,"recipient_id":2,
                 "content":"c","time_of_day":"2026-11-22","file_name":"","service_file":""}
                """;
        return Stream.of(
                Arguments.of("", "invalid_json", ""),
                Arguments.of("hello", "invalid_json", ""),
                Arguments.of("[]", "invalid_json", ""),
                Arguments.of("null", "invalid_json", ""),
                Arguments.of("{\"type\":\"get_chats\"", "invalid_json", ""),
                Arguments.of("{}", "missing_field", "type"),
                Arguments.of("{\"type\":\"hello\"}", "unknown_type", "type"),
                Arguments.of("{\"type\":\"get_chats\"}", "missing_field", "user_id"),
                Arguments.of("{\"type\":\"get_chats\",\"user_id\":[1]}", "invalid_type", "user_id"),
                Arguments.of("{\"type\":\"get_chats\",\"user_id\":0}", "out_of_range", "user_id"),
                Arguments.of(message.replace("\"c\"", "7"), "invalid_type", "content"),
                Arguments.of(
                        message.replace("\"c\"", "\"a\\u0000b\""), "invalid_character", "content"),
                Arguments.of(
                        message.replace("\"c\"", "\"" + "c".repeat(16_385) + "\""),
                        "too_long",
                        "content"),
                Arguments.of(
                        message.replace("2026-11-22", "tomorrow"), "invalid_value", "time_of_day"),
                Arguments.of(
                        message.replace("\"file_name\":\"\"", "\"file_name\":\"a.png\""),
                        "missing_field",
                        "service_file"));
    }

    @Test
    void nobodySpeaksForAnother() {
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open()) {
            Map<String, Object> forged = bob.message(chat, ann, "I owe you");
            anns.send(forged).isRefused("forbidden", "sender_id");
            anns.send(ann.message(chat, ann, "to myself"))
                    .isRefused("invalid_value", "recipient_id");
            for (String type : List.of("get_chats", "archive_chat", "update_chat")) {
                anns.send(fields("type", type, "chat_id", chat, "user_id", bob.id()))
                        .isRefused("forbidden", "user_id");
            }
            anns.send(ann.message(chat, bob, "mine"));
            long id = number(anns.next().get("message_id"));
            bobs.next();
            bobs.send(fields("type", "update_message", "message_id", id, "new_content", "his"))
                    .isRefused("forbidden", "message_id");
            anns.send(fields("type", "is_readed_message", "message_id", id))
                    .isRefused("not_found", "message_id");

            anns.hasNothingElse();
            bobs.hasNothingElse();
            assertThat(bob.past(chat, 0))
                    .extracting(it -> it.get("content"))
                    .containsExactly("mine");
        }
    }

    @Test
    void whoIsNotAMemberLearnsAndChangesNothing() {
        Person eve = server.register("Eve");
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open();
                LiveSocket eves = eve.open()) {
            String handle = ann.upload("plan.txt", new byte[] {1, 2, 3});
            anns.send(ann.message(chat, bob, "secret", "plan.txt", handle));
            long id = number(anns.next().get("message_id"));
            bobs.next();

            for (long there : List.of(chat, 4_000_000_000L)) {
                eves.send(eve.message(there, bob, "hi")).isRefused("not_found", "chat_id");
                for (String type : List.of("archive_chat", "update_chat")) {
                    eves.send(fields("type", type, "chat_id", there, "user_id", eve.id()))
                            .isRefused("not_found", "chat_id");
                }
                server.rest()
                        .post("/get_past_messages", eve.signed("id", "chat_id", there))
                        .isRefused(404, "not_found", "chat_id");
            }
            for (long there : List.of(id, 4_000_000_000L)) {
                eves.send(fields("type", "update_message", "message_id", there, "new_content", ""))
                        .isRefused("not_found", "message_id");
                eves.send(fields("type", "archive_message", "deleting_message_id", there))
                        .isRefused("not_found", "deleting_message_id");
                eves.send(fields("type", "is_readed_message", "message_id", there))
                        .isRefused("not_found", "message_id");
                server.rest()
                        .post("/file_download", eve.signed("user_id", "message_id", there))
                        .isRefused(404, "not_found", "message_id");
            }

            assertThat(eves.chats()).isEmpty();
            anns.hasNothingElse();
            bobs.hasNothingElse();
            assertThat(bob.past(chat, 0))
                    .extracting(it -> it.get("content"), it -> it.get("is_readed"))
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("secret", false));
        }
    }

    @Test
    void anUploadIsItsOwnersAndGoesOnce() {
        String handle = ann.upload("a.png", new byte[] {1});
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open()) {
            bobs.send(bob.message(chat, ann, "", "a.png", handle))
                    .isRefused("not_found", "service_file");
            anns.send(ann.message(chat, bob, "", "a.png", handle));
            assertThat(anns.next()).containsEntry("type", "new_message");
            bobs.next();
            anns.send(ann.message(chat, bob, "", "a.png", handle))
                    .isRefused("not_found", "service_file");
            bobs.hasNothingElse();
        }
    }

    /// The status of an upgrade.
    private int refusal(String query, String authorization) {
        Throwable thrown =
                catchThrowable(
                        () ->
                                LiveSocket.open(server.rest(), bob.id(), query, authorization)
                                        .close());
        return switch (thrown) {
            case null -> 101;
            case java.util.concurrent.CompletionException e
                    when e.getCause() instanceof WebSocketHandshakeException refused ->
                    refused.getResponse().statusCode();
            default -> throw new AssertionError(thrown);
        };
    }

    private void signOut(Person person) {
        assertThat(server.rest().post("/logout", person.token(), Map.of()).json())
                .containsOnlyKeys("message");
    }
}
