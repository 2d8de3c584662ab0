package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.Json;
import dev.messenger.server.dispatch.Rest.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/registration`, `/login`, `/logout` and `/search`: what WIRE's table says, to the letter.
final class AccountPathsTest extends WithRest {

    @Test
    void registrationAnswersAMessageAndTheId() {
        Answer answer =
                rest.json(
                        "/registration",
                        Map.of("user_name", "Zoë", "login", "zoe", "password", "12345678"));
        long id = rules.storage.users().byLogin("zoe").orElseThrow().id();
        assertAnswered(answer, "{\"message\":\"You are registered.\",\"id\":" + id + "}");
    }

    @Test
    void loginThatIsTakenIs409() {
        assertRefused(
                rest.json(
                        "/registration",
                        Map.of("user_name", "Other", "login", "ANN", "password", "12345678")),
                409,
                "login_taken",
                "login");
    }

    @Test
    void passwordOfTooFewOrTooManyBytesIs400() {
        assertRefused(register("1234567"), 400, "too_short", "password");
        assertRefused(register("é".repeat(36) + "x"), 400, "too_long", "password");
        assertThat(register("é".repeat(36)).status()).isEqualTo(200);
    }

    @Test
    void loginAnswersWhoOneIsAndATokenAndKeepsThePushToken() {
        Map<?, ?> answer =
                rest.json(
                                "/login",
                                Map.of(
                                        "login",
                                        "Ann",
                                        "password",
                                        "password of Ann",
                                        "FCMtoken",
                                        "phone"))
                        .json();
        assertThat(answer.keySet().toArray())
                .containsExactly("id", "user_name", "token", "expires_at", "session_id");
        assertThat(answer.get("id")).hasToString(Long.toString(ann.userId()));
        assertThat(answer.get("user_name")).isEqualTo("Ann");
        assertThat(answer.get("expires_at"))
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(rules.storage.sessions().pushTokens(ann.userId())).containsExactly("phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"FCMtoken\":null", ",\"FCMtoken\":\"\""})
    void loginNeedsNoPushToken(String token) {
        Answer answer =
                rest.json(
                        "/login",
                        "{\"login\":\"Ann\",\"password\":\"password of Ann\"" + token + "}",
                        Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(rules.storage.sessions().pushTokens(ann.userId())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann", "Nobody"})
    void failedLoginIs401AndCarriesTheSentenceInErrorToo(String login) {
        Answer answer = rest.json("/login", Map.of("login", login, "password", "wrong"));
        assertThat(answer.text())
                .isEqualTo(
                        "{\"code\":\"unauthorized\",\"message\":\"Login or password is wrong.\","
                                + "\"error\":\"Login or password is wrong.\"}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @Test
    void everyOtherFailureOfLoginCarriesItToo() {
        Map<String, String> none = Map.of();
        assertSentenceInError(rest.json("/login", "{", none), 400);
        assertSentenceInError(rest.json("/login", "{\"login\":\"Ann\"}", none), 400);
        assertSentenceInError(rest.post("/login", "text/plain", new byte[0], none), 415);
        assertSentenceInError(
                rest.post("/login", "application/json", new byte[(1 << 20) + 1], none), 413);
        rules.passwords.close();
        Answer overloaded = rest.json("/login", Map.of("login", "Ann", "password", "wrong"));
        assertSentenceInError(overloaded, 503);
        assertThat(overloaded.headers()).containsEntry("Retry-After", "2");
    }

    @Test
    void failuresOfOtherPathsDoNot() {
        assertThat(rest.json("/search", Map.of()).json().containsKey("error")).isFalse();
    }

    @Test
    void logoutAnswersAMessage() {
        assertAnswered(rest.json("/logout", ann("id")), "{\"message\":\"You are signed out.\"}");
    }

    @Test
    void logoutWithATokenEndsItsSession() {
        Map<String, String> bearer = bearer("Ann");
        assertAnswered(rest.json("/logout", "{}", bearer), "{\"message\":\"You are signed out.\"}");
        assertRefused(rest.json("/logout", "{}", bearer), 401, "unauthorized");
        assertThat(rules.endedSessions).hasSize(1);
    }

    @Test
    void logoutWithWrongCredentialsIs401() {
        assertRefused(
                rest.json("/logout", and(ann("id"), Map.of("password", "wrong"))),
                401,
                "unauthorized");
    }

    @Test
    void searchAnswersTheThreeFieldsOfEachAndNoMore() {
        rules.storage.avatars().put(ann.userId(), "any");
        assertAnswered(
                rest.json("/search", Map.of("user_name", "n")),
                "[{\"id\":%d,\"avatar\":true,\"user_name\":\"Ann\"}]".formatted(ann.userId()));
        assertThat(Json.read(rest.json("/search", Map.of("user_name", "")).text(), Object[].class))
                .hasSize(3);
    }

    @Test
    void searchThatFindsNobodyIs404() {
        assertRefused(rest.json("/search", Map.of("user_name", "%")), 404, "not_found");
    }

    private Answer register(String password) {
        return rest.json(
                "/registration", Map.of("user_name", "Zoë", "login", "zoe", "password", password));
    }

    private static void assertSentenceInError(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("error")).isNotNull().isEqualTo(answer.json().get("message"));
    }
}
