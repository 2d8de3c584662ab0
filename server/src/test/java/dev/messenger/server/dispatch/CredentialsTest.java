package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.LegacyCredentials;
import dev.messenger.server.usecase.Limits;
import dev.messenger.server.usecase.Rules;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where login and password are taken, and how often they may be wrong, whatever the way in.
final class CredentialsTest extends WithRest {

    @Test
    void wrongPasswordsCountTogetherWhateverTheWayIn() {
        try (Rules limited = Rules.in(directory, Limits.standard().wrongPasswords())) {
            Rest door = new Rest(limited);
            long id = limited.register("Ann").userId();
            Map<String, ?> wrong = Map.of("id", id, "login", "Ann", "password", "wrong");
            byte[] form =
                    new Multipart()
                            .field("user_id", id)
                            .field("login", "Ann")
                            .field("password", "wrong")
                            .file("a", new byte[1])
                            .end();
            for (int i = 0; i < 3; i++) {
                assertThat(door.json("/login", wrong).status()).isEqualTo(401);
                assertThat(door.json("/avatar_delete", wrong).status()).isEqualTo(401);
                assertThat(upgrade(door, id, "wrong")).isEqualTo(Reason.UNAUTHORIZED);
            }
            assertThat(upload(door, form).status()).isEqualTo(401);

            assertThat(door.json("/login", wrong).status()).isEqualTo(429);
            assertThat(door.json("/login", wrong).headers()).containsKey("Retry-After");
            assertRefused(door.json("/avatar_delete", wrong), 429, "rate_limited");
            assertRefused(upload(door, form), 429, "rate_limited");
            assertThat(upgrade(door, id, Rules.passwordOf("Ann"))).isEqualTo(Reason.RATE_LIMITED);
        }
    }

    @Test
    void credentialsInUrlsCanBeClosedAlone() {
        try (Rules strict = Rules.in(directory, LegacyCredentials.NOT_IN_URLS)) {
            Rest door = new Rest(strict);
            long id = strict.register("Ann").userId();
            assertThat(upgrade(door, id, Rules.passwordOf("Ann"))).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(door.json("/logout", right(id)).status()).isEqualTo(200);
            assertThat(withToken(door, strict)).isEqualTo(id);
        }
    }

    @Test
    void credentialsCanBeClosedEverywhereButToLogIn() {
        try (Rules strict = Rules.in(directory, LegacyCredentials.NOWHERE)) {
            Rest door = new Rest(strict);
            long id = strict.register("Ann").userId();
            assertThat(upgrade(door, id, Rules.passwordOf("Ann"))).isEqualTo(Reason.UNAUTHORIZED);
            assertRefused(door.json("/logout", right(id)), 401, "unauthorized");
            // Before a byte of the file is kept, though the credentials might follow it.
            assertRefused(
                    upload(door, new Multipart().file("a", new byte[1]).end()),
                    401,
                    "unauthorized");
            assertThat(door.json("/login", right(id)).status()).isEqualTo(200);
            assertThat(withToken(door, strict)).isEqualTo(id);
        }
    }

    private static Rest.Answer upload(Rest door, byte[] form) {
        return door.post("/file_upload", Multipart.TYPE, form, Map.of());
    }

    private static Map<String, ?> right(long id) {
        return Map.of("id", id, "login", "Ann", "password", Rules.passwordOf("Ann"));
    }

    private static Reason upgrade(Rest door, long id, String password) {
        String query = "id=%d&login=Ann&password=%s".formatted(id, password.replace(' ', '+'));
        var head = Rest.head("GET", "/", query, Map.of());
        return catchThrowableOfType(Rejected.class, () -> door.router.upgrade(head)).reason();
    }

    private static long withToken(Rest door, Rules rules) {
        var token = Map.of("Authorization", "Bearer " + rules.logIn("Ann").token());
        return door.router.upgrade(Rest.head("GET", "/", "", token)).userId();
    }
}
