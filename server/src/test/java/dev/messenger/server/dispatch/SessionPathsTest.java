package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.AccountApi;
import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Rules;
import dev.messenger.storage.Session;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/v2/sessions`, `/v2/password` and `/v2/account`: for a session's token alone.
final class SessionPathsTest extends WithRest {

    private static final String BOTH =
            "{\"old_password\":\"password of Ann\",\"new_password\":\"battery staple\"}";

    @Test
    void theListShowsFiveFieldsOfEachSession() {
        Map<String, String> bearer = bearer("Ann");
        Session session = rules.storage.sessions().ofUser(ann.userId()).getFirst();
        assertAnswered(
                send("GET", "/v2/sessions", bearer),
                "[{\"session_id\":\"%s\",\"device\":\"\",\"created_at\":\"%s\",\"last_seen\":\"%s\",\"current\":true}]"
                        .formatted(
                                session.id(),
                                dev.messenger.protocol.TimeOfDay.format(session.createdAt()),
                                dev.messenger.protocol.TimeOfDay.format(session.lastSeen())));
    }

    @ParameterizedTest
    @CsvSource({"Pixel 9, Pixel 9", "' tab\there ', tabhere", "'', ''"})
    void loginTakesTheUserAgentForTheDevicesName(String userAgent, String device) {
        logIn(userAgent);
        assertThat(text(send("GET", "/v2/sessions", bearer("Ann"))))
                .contains("\"device\":\"" + device + "\"");
    }

    @Test
    void aDevicesNameIsCutToTwoHundredCharacters() {
        logIn("👋".repeat(300));
        assertThat(rules.storage.sessions().ofUser(ann.userId()).getFirst().device())
                .contains("👋".repeat(200));
    }

    @Test
    void oneSessionIsEndedByItsId() {
        AccountApi.LoggedIn lost = rules.logIn("Ann");
        String path = "/v2/sessions/" + lost.sessionId();
        Map<String, String> bearer = bearer("Ann");
        assertAnswered(
                send("DELETE", path, bearer), "{\"message\":\"That session is signed out.\"}");
        assertThat(rules.endedSessions).containsExactly(lost.sessionId());
        assertRefused(send("DELETE", path, bearer), 404, "not_found");
        assertRefused(
                send("DELETE", path, Map.of("Authorization", "Bearer " + lost.token())),
                401,
                "unauthorized");
    }

    @Test
    void allOthersAreEndedAtOnce() {
        AccountApi.LoggedIn lost = rules.logIn("Ann");
        assertAnswered(
                send("DELETE", "/v2/sessions", bearer("Ann")),
                "{\"message\":\"All other sessions are signed out.\"}");
        assertThat(rules.endedSessions).containsExactly(lost.sessionId());
    }

    @Test
    void thePasswordIsChanged() {
        assertAnswered(
                rest.json("/v2/password", BOTH, bearer("Ann")),
                "{\"message\":\"The password is changed, and all other sessions are signed out.\"}");
        rules.authentication.byPassword(ann.userId(), "Ann", "battery staple", Rules.HERE);
    }

    @Test
    void aWrongOldPasswordIs401() {
        assertRefused(
                rest.json("/v2/password", BOTH.replace("of Ann", "of Bob"), bearer("Ann")),
                401,
                "unauthorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_field | old_password",
                "{\"old_password\":\"x\"} | missing_field | new_password",
                "{\"old_password\":1,\"new_password\":\"12345678\"} | invalid_type | old_password",
                "{\"old_password\":\"x\",\"new_password\":\"1234567\"} | too_short | new_password",
                "{\"old_password\":\"x\",\"new_password\":\"a\\u0000345678\"} | invalid_character | new_password",
            })
    void aBadFieldIsNamed(String body, String code, String field) {
        String dump = rules.storage.dump();
        Map<String, String> bearer = bearer("Bob");
        assertRefused(rest.json("/v2/password", body, bearer), 400, code, field);
        assertThat(rules.storage.users().byLogin("Bob").orElseThrow().passwordHash())
                .as(dump)
                .isEqualTo(rules.storage.users().byId(bob.userId()).orElseThrow().passwordHash());
    }

    @Test
    void whoLeavesTakesWhatTheyWroteAlong() {
        rules.say(chat, ann, bob, "secret");
        Map<String, String> bearer = bearer("Ann");
        assertAnswered(
                send("DELETE", "/v2/account", bearer),
                "{\"message\":\"Your account is deleted.\"}");
        assertThat(rules.storage.dump()).doesNotContain("secret");
        assertThat(rules.storage.numbers(chat)).containsExactly(1L, 2L);
        assertRefused(send("DELETE", "/v2/account", bearer), 401, "unauthorized");
        assertRefused(
                rest.json(
                        "/get_past_messages",
                        and(signed("id", bob, "Bob"), Map.of("chat_id", chat))),
                404,
                "not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/sessions",
        "DELETE, /v2/sessions",
        "DELETE, /v2/sessions/1",
        "DELETE, /v2/account"
    })
    void withoutATokenItIs401(String method, String path) {
        assertRefused(send(method, path, Map.of()), 401, "unauthorized");
        assertRefused(
                send(method, path, Map.of("Authorization", "Bearer wrong")), 401, "unauthorized");
        assertRefused(
                send(method, path, Map.of("Authorization", "Basic QW5uOng=")), 401, "unauthorized");
    }

    @Test
    void credentialsInTheBodyAreNoToken() {
        assertRefused(
                rest.json(
                        "/v2/password",
                        and(
                                ann("id"),
                                Map.of(
                                        "old_password",
                                        Rules.passwordOf("Ann"),
                                        "new_password",
                                        "battery staple"))),
                401,
                "unauthorized");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/sessions, 'DELETE, GET'",
        "GET, /v2/sessions/1, DELETE",
        "DELETE, /v2/password, POST",
        "GET, /v2/account, DELETE"
    })
    void wrongMethodIs405AndSaysWhichIsRight(String method, String path, String allowed) {
        Answer answer = send(method, path, bearer("Ann"));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/", "/v2/sessions/", "/v2/sessions/1/2", "/v2/account/1"})
    void otherPathsAre404(String path) {
        assertRefused(send("DELETE", path, bearer("Ann")), 404, "not_found");
    }

    private void logIn(String userAgent) {
        Answer answer =
                rest.json(
                        "/login",
                        "{\"login\":\"Ann\",\"password\":\"password of Ann\"}",
                        Map.of("User-Agent", userAgent));
        assertThat(answer.status()).isEqualTo(200);
    }

    private static String text(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private Answer send(String method, String path, Map<String, String> headers) {
        return rest.send(
                method, path, headers, OptionalLong.of(0), new ByteArrayInputStream(new byte[0]));
    }
}
