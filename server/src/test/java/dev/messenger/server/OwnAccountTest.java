package dev.messenger.server;

import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Signing out from afar, changing a password and leaving, seen from outside.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class OwnAccountTest {

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final long chat;

    OwnAccountTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
    }

    @Test
    void aRevokedSessionsSocketClosesAndItsTokenIsNothing() {
        Person lost = Person.logIn(server.rest(), ann.login());
        try (LiveSocket here = LiveSocket.openWithToken(server.rest(), ann);
                LiveSocket there = LiveSocket.openWithToken(server.rest(), lost)) {
            there.hasNothingElse();
            List<Map<String, Object>> sessions = ask("GET", "/v2/sessions", ann).rows();
            assertThat(sessions).extracting(row -> row.get("current")).containsExactly(false, true);
            assertThat(String.valueOf(sessions.getFirst().get("device")))
                    .startsWith("Java-http-client/");

            ask("DELETE", "/v2/sessions/" + sessions.getFirst().get("session_id"), ann).json();

            assertThat(there.closeCode()).isEqualTo(4001);
            here.hasNothingElse();
            ask("GET", "/v2/sessions", lost).isRefused(401, "unauthorized", "");
            assertThat(ask("GET", "/v2/sessions", ann).rows()).hasSize(1);
        }
    }

    @Test
    void aNewPasswordClosesEverySocketButOnesOwn() {
        Person elsewhere = Person.logIn(server.rest(), ann.login());
        try (LiveSocket here = LiveSocket.openWithToken(server.rest(), ann);
                LiveSocket there = LiveSocket.openWithToken(server.rest(), elsewhere);
                LiveSocket byPassword = ann.open()) {
            there.hasNothingElse();
            byPassword.hasNothingElse();

            server.rest()
                    .post(
                            "/v2/password",
                            ann.token(),
                            Map.of(
                                    "old_password",
                                    ann.password(),
                                    "new_password",
                                    "battery staple"))
                    .json();

            assertThat(there.closeCode()).isEqualTo(4001);
            assertThat(byPassword.closeCode()).isEqualTo(4001);
            here.hasNothingElse();
            ask("GET", "/v2/sessions", elsewhere).isRefused(401, "unauthorized", "");
            server.rest()
                    .post("/get_past_messages", ann.signed("id", "chat_id", chat))
                    .isRefused(401, "unauthorized", "");
        }
    }

    @Test
    void whoLeavesIsGoneAndTheChatGoesOn() {
        try (LiveSocket anns = LiveSocket.openWithToken(server.rest(), ann);
                LiveSocket byPassword = ann.open();
                LiveSocket bobs = bob.open()) {
            anns.send(ann.message(chat, bob, "secret"));
            long secret = number(bobs.next().get("message_id"));
            bobs.send(bob.message(chat, ann, "mine"));
            bobs.next();

            ask("DELETE", "/v2/account", ann).json();

            assertThat(anns.closeCode()).isEqualTo(4001);
            assertThat(byPassword.closeCode()).isEqualTo(4001);
            assertThat(bobs.next())
                    .containsOnly(Map.entry("type", "delete_message"), entry("message_id", secret));
            assertThat(bob.past(chat, 0))
                    .extracting(row -> row.get("content"))
                    .containsExactly("mine");
            assertThat(bobs.chats())
                    .extracting(row -> row.get("user_name"))
                    .containsExactly("Deleted account");
            ask("GET", "/v2/sessions", ann).isRefused(401, "unauthorized", "");
            server.rest()
                    .post("/login", Map.of("login", ann.login(), "password", ann.password()))
                    .isRefused(401, "unauthorized", "");
        }
    }

    private Rest.Answer ask(String method, String path, Person person) {
        return server.rest()
                .send(
                        server.rest()
                                .request(path, "application/json")
                                .header("Authorization", "Bearer " + person.token())
                                .method(method, BodyPublishers.noBody()));
    }

    private static Map.Entry<String, Object> entry(String name, long id) {
        return Map.entry(name, (int) id);
    }
}
