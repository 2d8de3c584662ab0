package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.messenger.notify.FcmStub.Received;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What goes over the wire, and what comes of the answers.
final class FirebaseNotifierTest extends WithFcmStub {

    @Test
    void aPushOnTheWireIsWhatWireSays() throws Exception {
        notifier.send(push("9001"));

        Received push = fcm.take();
        assertThat(push.method()).isEqualTo("POST");
        assertThat(push.path()).isEqualTo("/v1/projects/demo/messages:send");
        assertThat(push.authorization()).isEqualTo("Bearer access-1");
        assertThat(JsonParser.parseString(push.json()))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"message": {
                                  "token": "device-token",
                                  "notification": {"title": "Ann", "body": "Hi \\"Bob\\" 👋"},
                                  "data": {
                                    "content": "Hi \\"Bob\\" 👋",
                                    "file": "",
                                    "chat_id": "17",
                                    "message_id": "9001"},
                                  "android": {
                                    "collapse_key": "chat-17",
                                    "notification": {
                                      "tag": "chat-17",
                                      "notification_count": 3}},
                                  "apns": {
                                    "headers": {"apns-collapse-id": "chat-17"},
                                    "payload": {"aps": {"badge": 3}}}}}
                                """));
    }

    @Test
    void aLongPushFitsAsTheSdkWritesIt() throws Exception {
        String text = "\"\u2028\u0001\n👋é<&='/".repeat(1_000);
        PushMessage push = new PushMessage("t", "Ann", text, Map.of("content", text), 1);
        notifier.send(push);

        Received received = fcm.take();
        int bytes = received.json().getBytes(StandardCharsets.UTF_8).length;
        int envelope =
                "{'message':{'data':,'notification':,'token':'t'},'validate_only':false}".length();
        assertThat(bytes).isBetween(Payload.LIMIT, Payload.FCM_LIMIT + envelope);
        PushMessage fitted = Payload.fit(push);
        assertThat(received.message().getAsJsonObject("notification").get("body").getAsString())
                .isEqualTo(fitted.body());
        assertThat(received.message().getAsJsonObject("data").get("content").getAsString())
                .isEqualTo(fitted.datum("content"));
    }

    @Test
    void aDeliveredPushIsSentOnceAndLeavesTheQueue() throws Exception {
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);
        notifier.close();

        assertThat(fcm.untaken()).isZero();
        assertThat(forgotten).isEmpty();
        assertThat(notifier.numbers()).isEqualTo(new PushNumbers(0, 1, 0, 0, 0, 0));
    }

    @Test
    void oneAccessTokenServesManyPushes() throws Exception {
        for (int i = 0; i < 20; i++) {
            notifier.send(push("" + i));
        }
        for (int i = 0; i < 20; i++) {
            fcm.take();
        }

        assertThat(fcm.tokensAsked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "404, UNREGISTERED,       Requested entity was not found.",
        "403, SENDER_ID_MISMATCH, SenderId mismatch",
        "400, INVALID_ARGUMENT,   The registration token is not a valid FCM registration token",
    })
    void aDeadTokenIsForgottenAndNotTriedAgain(int status, String code, String message)
            throws Exception {
        fcm.failing(status, code, message);
        notifier.send(push("1"));

        assertThat(forgotten.poll(10, TimeUnit.SECONDS)).isEqualTo("device-token");
        notifier.close();
        fcm.take();
        assertThat(fcm.untaken()).isZero();
        assertThat(notifier.numbers()).isEqualTo(new PushNumbers(0, 0, 0, 1, 0, 0));
        assertThat(log.lines())
                .contains("event=push_token_dead reason=" + code + " chat=17 message=1");
    }

    @Test
    void anInvalidArgumentOfOursForgetsNoToken() throws Exception {
        fcm.failing(400, "INVALID_ARGUMENT", "Android message is too big");
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);

        assertThat(forgotten).isEmpty();
        assertThat(fcm.untaken()).isZero();
        assertThat(log.lines())
                .contains("event=push_failed reason=INVALID_ARGUMENT attempts=1 chat=17 message=1");
    }

    @Test
    void aFaultInForgettingHarmsNoOtherPush() throws Exception {
        reopen(
                token -> {
                    throw new IllegalStateException("database is away");
                },
                settings(FAST, 1));
        fcm.failing(404, "UNREGISTERED", "Requested entity was not found.");
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);
        notifier.send(push("2"));

        assertThat(id(fcm.take())).isEqualTo("2");
        assertThat(log.lines()).contains("event=push_fault chat=17 message=1");
    }

    @Test
    void logsShowNeitherTokensNorText() throws Exception {
        fcm.failing(404, "UNREGISTERED", "device-token")
                .failing(400, "INVALID_ARGUMENT", "Hi")
                .failing(500, "INTERNAL", "device-token");
        for (int i = 0; i < 3; i++) {
            notifier.send(push("" + i));
        }
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines())
                .isNotEmpty()
                .noneMatch(line -> line.contains("device-token"))
                .noneMatch(line -> line.contains("access-1"))
                .noneMatch(line -> line.contains("Hi "));
    }
}
