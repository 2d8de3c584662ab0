package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who is woken by push, with what, and who is not.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class PushTest {

    private final TestServer server;
    private final FcmOnLoopback fcm;
    private final Person ann;
    private final Person bob;
    private final String phone;
    private final long chat;

    PushTest(TestServer server, FcmOnLoopback fcm) {
        this.server = server;
        this.fcm = fcm;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.phone = "phone-of-" + bob.login();
        this.chat = ann.chatWith(bob);
        bobSignsInOn(phone);
    }

    @Test
    void whoHasNoSocketIsWoken() throws InterruptedException {
        try (LiveSocket anns = ann.open()) {
            String handle = ann.upload("photo.png", new byte[] {1});
            anns.send(ann.message(chat, bob, "Привет", "photo.png", handle));
            long id = Person.number(anns.next().get("message_id"));

            assertThat(fcm.next())
                    .containsEntry("token", phone)
                    .containsEntry("notification", Map.of("title", "Ann", "body", "Привет"))
                    .containsEntry(
                            "data",
                            Map.of(
                                    "content",
                                    "Привет",
                                    "file",
                                    "photo.png",
                                    "chat_id",
                                    Long.toString(chat),
                                    "message_id",
                                    Long.toString(id)));
        }
    }

    /// Each push is looked at in its order: one too many would show as the next.
    @Test
    void whoHasASocketIsNotWoken() throws InterruptedException {
        try (LiveSocket anns = ann.open()) {
            try (LiveSocket bobs = bob.open()) {
                anns.send(ann.message(chat, bob, "seen on the socket"));
                assertThat(bobs.next()).containsEntry("content", "seen on the socket");
            }
            for (String content : List.of("not seen", "not seen either")) {
                anns.send(ann.message(chat, bob, content));
                assertThat(content(fcm.next())).isEqualTo(content);
            }
        }
    }

    @Test
    void aDeadDeviceIsForgotten() throws Exception {
        fcm.unregister(phone);
        try (LiveSocket anns = ann.open()) {
            anns.send(ann.message(chat, bob, "to a dead device"));
            assertThat(content(fcm.next())).isEqualTo("to a dead device");
            Awaits.until("the dead device is forgotten", () -> devices().isEmpty());

            bobSignsInOn("new-" + phone);
            anns.send(ann.message(chat, bob, "to the new one alone"));
            assertThat(fcm.next()).containsEntry("token", "new-" + phone);
        }
    }

    @Test
    void signingOutForgetsAllDevices() throws Exception {
        bobSignsInOn("other-" + phone);
        assertThat(devices()).containsExactlyInAnyOrder(phone, "other-" + phone);

        assertThat(server.rest().post("/logout", bob.signed("id")).json())
                .containsOnlyKeys("message");

        assertThat(devices()).isEmpty();
    }

    private void bobSignsInOn(String device) {
        server.rest()
                .post(
                        "/login",
                        fields(
                                "login", bob.login(),
                                "password", bob.password(),
                                "FCMtoken", device))
                .json();
    }

    private List<Object> devices() throws Exception {
        try (var database = server.database()) {
            return TestServer.column(
                    database,
                    "SELECT push_token FROM sessions WHERE user_id = ? AND push_token IS NOT NULL",
                    bob.id());
        }
    }

    private static String content(Map<String, Object> push) {
        return push.get("data") instanceof Map<?, ?> data
                ? String.valueOf(data.get("content"))
                : "";
    }
}
