package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A registered user, and what the original's client does for them.
///
/// @param token of a session, for `Authorization: Bearer`
record Person(Rest rest, long id, String userName, String login, String password, String token) {

    static final String PASSWORD = "correct horse";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /// Under a login that nobody else has.
    static Person register(Rest rest, String userName) {
        String login = userName + "-" + COUNT.incrementAndGet();
        Map<String, Object> registered =
                rest.post(
                                "/registration",
                                Map.of(
                                        "user_name", userName,
                                        "login", login,
                                        "password", PASSWORD))
                        .json();
        assertThat(registered).containsOnlyKeys("message", "id");
        Person person = logIn(rest, login);
        assertThat(person.id()).isEqualTo(number(registered.get("id")));
        assertThat(person.userName()).isEqualTo(userName);
        return person;
    }

    static Person logIn(Rest rest, String login) {
        Map<String, Object> signedIn =
                rest.post("/login", Map.of("login", login, "password", PASSWORD)).json();
        assertThat(signedIn)
                .containsOnlyKeys("id", "user_name", "token", "expires_at", "session_id");
        return new Person(
                rest,
                number(signedIn.get("id")),
                String.valueOf(signedIn.get("user_name")),
                login,
                PASSWORD,
                String.valueOf(signedIn.get("token")));
    }

    /// The original's credentials, and more fields behind them: name, value, name, value…
    Map<String, Object> signed(String idField, Object... more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(idField, id);
        body.put("login", login);
        body.put("password", password);
        body.putAll(fields(more));
        return body;
    }

    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    LiveSocket open() {
        return LiveSocket.open(rest, this);
    }

    long chatWith(Person other) {
        Map<String, Object> created =
                rest.post("/chat_creating", signed("user_id_1", "user_id_2", other.id())).json();
        assertThat(created).containsOnlyKeys("message", "chat_id");
        return number(created.get("chat_id"));
    }

    /// A page of a chat's past, newest first.
    List<Map<String, Object>> past(long chatId, long offset) {
        return rest.post("/get_past_messages", signed("id", "chat_id", chatId, "offset", offset))
                .rows();
    }

    /// A `new_message` without a file.
    Map<String, Object> message(long chatId, Person recipient, String content) {
        return message(chatId, recipient, content, "", "");
    }

    Map<String, Object> message(
            long chatId, Person recipient, String content, String fileName, String serviceFile) {
        return fields(
                "type", "new_message",
                "chat_id", chatId,
                "sender_id", id,
                "recipient_id", recipient.id(),
                "content", content,
                "time_of_day", "2026-11-22T10:00:00.123Z",
                "file_name", fileName,
                "service_file", serviceFile);
    }

    /// The upload's `service_file`.
    String upload(String fileName, byte[] content) {
        Map<String, Object> uploaded =
                rest.upload(new Multipart().fields(signed("user_id")).file(fileName, content))
                        .json();
        assertThat(uploaded)
                .containsOnlyKeys("file_name", "service_file")
                .containsEntry("file_name", fileName);
        return String.valueOf(uploaded.get("service_file"));
    }

    static long number(@org.jspecify.annotations.Nullable Object json) {
        assertThat(json).isInstanceOf(Number.class);
        return ((Number) java.util.Objects.requireNonNull(json)).longValue();
    }
}
