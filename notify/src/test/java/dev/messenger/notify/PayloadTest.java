package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadTest {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private static PushMessage message(String title, String body, String content, String file) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("content", content);
        data.put("file", file);
        data.put("chat_id", "2147483647");
        data.put("message_id", "2147483646");
        return new PushMessage("token", title, body, data, 1);
    }

    /// What the SDK would write; FirebaseNotifierTest holds it to that.
    private static int jsonBytes(PushMessage message) {
        Map<String, String> notification = new LinkedHashMap<>();
        notification.put("title", message.title());
        notification.put("body", message.body());
        String json = GSON.toJson(notification) + GSON.toJson(message.data());
        return json.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void whatFitsStaysAsItIs() {
        PushMessage small = message("Ann", "Hello 👋", "Hello 👋", "h4ndle");

        PushMessage fitted = Payload.fit(small);

        assertThat(fitted).isEqualTo(small);
        assertThat(fitted.data()).containsExactlyEntriesOf(small.data());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "語", "👋", "\"", "\\", "\n", "\u0001", "\u2028", "a👋é\"語"})
    void aLongTextIsCutToTheLimitAtACodePoint(String unit) {
        for (String shift : new String[] {"x", "xx", "xxx", "xxxx", "xxxxx", "xxxxxx"}) {
            String text = shift + unit.repeat(16_384 / unit.length());

            PushMessage fitted = Payload.fit(message("Ann", text, text, "handle"));

            int largest = Payload.size("👋é\"語") + 2; // what one code point, twice, can leave over
            assertThat(jsonBytes(fitted)).isBetween(Payload.LIMIT - largest, Payload.LIMIT);
            assertThat(text).startsWith(fitted.body()).startsWith(fitted.data().get("content"));
            assertThat(fitted.body()).isNotEmpty();
            assertThat(isWhole(fitted.body())).isTrue();
            assertThat(isWhole(fitted.datum("content"))).isTrue();
            assertThat(fitted.data())
                    .containsEntry("chat_id", "2147483647")
                    .containsEntry("message_id", "2147483646")
                    .containsEntry("file", "handle");
        }
    }

    /// No half of a surrogate pair: it would become a question mark.
    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_16BE.newEncoder().canEncode(text);
    }

    @Test
    void aTextOfExactlyTheLimitIsKeptAndOneByteMoreIsCut() {
        int room = Payload.LIMIT - 1 - jsonBytes(message("Ann", "", "", "")); // 1: see sizes
        String fits = "a".repeat(room);

        assertThat(Payload.fit(message("Ann", "", fits, "")).datum("content")).isEqualTo(fits);
        assertThat(Payload.fit(message("Ann", "", fits + "a", "")).datum("content"))
                .isEqualTo(fits);
    }

    @Test
    void aShortBodyLeavesItsRoomToTheContent() {
        PushMessage fitted = Payload.fit(message("Ann", "New message", "a".repeat(16_384), ""));

        assertThat(fitted.body()).isEqualTo("New message");
        assertThat(fitted.datum("content").length()).isGreaterThan(Payload.LIMIT - 200);
    }

    @Test
    void aLongTitleIsCutAndAnOverlongFileGoes() {
        String text = "b".repeat(16_384);
        PushMessage fitted =
                Payload.fit(message("👋".repeat(4_000), text, text, "f".repeat(3_000)));

        assertThat(fitted.title()).isEqualTo("👋".repeat(128));
        assertThat(fitted.datum("file")).isEmpty();
        assertThat(fitted.body().length()).isGreaterThan(1_500);
        assertThat(jsonBytes(fitted)).isLessThanOrEqualTo(Payload.LIMIT);
    }

    @Test
    void aFileWithoutTextHasASensibleBody() {
        assertThat(Payload.fit(message("Ann", "", "", "handle")).body()).isEqualTo("📎 File");
        assertThat(Payload.fit(message("Ann", "photo.jpg", "", "handle")).body())
                .isEqualTo("photo.jpg");
        assertThat(Payload.fit(message("Ann", "", "", "")).body()).isEmpty();
    }

    @Test
    void aLoneSurrogateDoesNoHarm() {
        PushMessage fitted = Payload.fit(message("\ud83d", "\udc4b".repeat(9_000), "", ""));

        assertThat(jsonBytes(fitted)).isLessThanOrEqualTo(Payload.LIMIT);
    }
}
