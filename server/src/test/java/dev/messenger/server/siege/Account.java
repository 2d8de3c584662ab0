package dev.messenger.server.siege;

import java.io.IOException;
import java.util.Map;

/// A user of the server.
record Account(long id, String login, String token) {

    static final String PASSWORD = "correct horse";

    static Account register(Line line, String login) throws IOException {
        line.post("/registration", Map.of("user_name", login, "login", login, "password", PASSWORD))
                .success();
        var signedIn = line.post("/login", Map.of("login", login, "password", PASSWORD)).success();
        return new Account(signedIn.get("id").asLong(), login, signedIn.get("token").asString());
    }

    long chatWith(Line line, Account other) throws IOException {
        return line.post("/chat_creating", token, Map.of("user_id_1", id, "user_id_2", other.id))
                .success()
                .get("chat_id")
                .asLong();
    }
}
