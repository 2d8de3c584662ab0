package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Limits;
import dev.messenger.storage.StorageUnavailable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What HTTP decides, once for all paths.
final class RoutingTest extends WithRest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/nothing",
                "/login/",
                "/LOGIN",
                "/%6cogin",
                "",
                "*",
                "//login",
                "/lab",
                "/lab/events"
            })
    void unknownPathIs404(String path) {
        assertRefused(rest.json(path, Map.of()), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({"GET, /login, POST", "PUT, /file_upload, POST", "POST, /healthz, GET"})
    void wrongMethodIs405AndSaysWhichIsRight(String method, String path, String allowed) {
        Answer answer = send(method, path, Map.of());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", allowed);
        assertThat(answer.json().get("code")).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/jsonp"
            })
    void wrongMediaTypeIs415(String type) {
        assertRefused(
                rest.post("/search", type, new byte[0], Map.of()), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON ; charset=\"UTF-8\"",
                "application/json;charset=utf8"
            })
    void mediaTypeMayBeSpeltAsItLikes(String type) {
        byte[] body = "{\"user_name\":\"Ann\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(rest.post("/search", type, body, Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /healthz, true",
        "GET, /, true",
        "HEAD, /, true",
        "GET, /readyz, false",
        "GET, /metrics, false",
        "GET, /v2/chats, false"
    })
    void onlyWhatWaitsForNothingIsPrompt(String method, String path, boolean prompt) {
        Head head = Rest.head(method, path, "", Map.of());
        assertThat(rest.router.admit(head, OptionalLong.of(0)).prompt()).isEqualTo(prompt);
    }

    @Test
    void uploadTakesFormsOfPartsOnly() {
        assertRefused(rest.json("/file_upload", Map.of()), 415, "unsupported_media_type");
    }

    @Test
    void bodyOfAMebibyteIsTakenAndMoreIs413AndCloses() {
        String body = "{\"user_name\":\"Ann\"}" + " ".repeat((1 << 20) - 19);
        assertThat(rest.json("/search", body, Map.of()).status()).isEqualTo(200);

        Answer tooLarge = rest.json("/search", body + " ", Map.of());
        assertRefused(tooLarge, 413, "payload_too_large");
        assertThat(tooLarge.close()).isTrue();
    }

    @Test
    void chunkedBodyIsBoundedByThePipelineToTheRoutesLimit() {
        Head head = Rest.head("POST", "/search", "", Map.of("Content-Type", "application/json"));
        assertThat(rest.router.admit(head, OptionalLong.empty()).largestBody()).isEqualTo(1 << 20);
    }

    @Test
    void healthIsAnsweredToAnybody() {
        assertAnswered(send("GET", "/healthz", Map.of()), "{\"status\":\"ok\"}");
    }

    @Test
    void clientsMayComeWhileAllPartsAreWell() {
        assertAnswered(
                send("GET", "/readyz", Map.of()),
                """
                {"status":"ready","parts":{"database":"ok","disk":"ok","drain":"ok"}}""");
    }

    @Test
    void clientsMayNotComeWhenTheDiskIsFull() {
        rest.free = DiskSpace.LEAST - 1;
        assertNotReady("The disk has no room. Try again.", "ok", "full", "ok");
        rest.free = DiskSpace.LEAST;
        assertThat(send("GET", "/readyz", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void clientsMayNotComeWhenTheServerStops() {
        rest.readiness.close();
        assertNotReady("The server is stopping.", "ok", "ok", "stopping");
    }

    private void assertNotReady(String sentence, String database, String disk, String drain) {
        Answer answer = send("GET", "/readyz", Map.of());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json())
                .isEqualTo(
                        Map.of(
                                "code",
                                "unavailable",
                                "message",
                                sentence,
                                "parts",
                                Map.of("database", database, "disk", disk, "drain", drain)));
    }

    @Test
    void databaseThatDoesNotAnswerIs503AndToldWhenToComeBack() {
        Answer answer =
                Rest.answer(
                        rest.router.refuse(
                                new StorageUnavailable("gone", new IllegalStateException())));
        assertRefused(answer, 503, "unavailable");
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void faultOfOursIs500TellsNothingOfItselfAndCloses() {
        Answer answer = Rest.answer(rest.router.refuse(new IllegalStateException("secret")));
        assertRefused(answer, 500, "internal");
        assertThat(answer.text()).doesNotContain("secret");
        assertThat(answer.close()).isTrue();
    }

    @Test
    void pathGivenTwiceFailsAtTheStart() {
        Routes routes =
                new Routes(rules.authentication, rest.sockets::deliver)
                        .get(
                                "/healthz",
                                dev.messenger.protocol.reference.Answer.document(),
                                () -> Response.json(200, Map.of()));
        assertThatThrownBy(
                        () ->
                                routes.get(
                                        "/healthz",
                                        dev.messenger.protocol.reference.Answer.document(),
                                        () -> Response.json(200, Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /healthz");
    }

    @Test
    void upgradeTakesATokenOrIdLoginAndPassword() {
        var in = rules.logIn("Ann");
        assertThat(upgrade("", Map.of("Authorization", "bearer " + in.token())))
                .isEqualTo(new Caller(ann.userId(), Optional.of(in.sessionId())));
        assertThat(upgrade(query(ann.userId(), "Ann", "password+of%20Ann"), Map.of()))
                .isEqualTo(ann);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id=1",
                "id=1&login=Ann",
                "id=1&login=Ann&password=wrong",
                "id=2&login=Ann&password=password+of+Ann",
                "id=x&login=Ann&password=password+of+Ann",
                "id=&login=&password=",
                "id=1&login=%00&password=x",
                "id=1&login=Ann&password=%00",
            })
    void upgradeWithBadCredentialsIs401(String query) {
        assertThat(refusalOfUpgrade(query)).isEqualTo(Reason.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id=%", "id=1&id=2", "login=%ED%A0%80"})
    void upgradeWithAMalformedQueryIs400(String query) {
        assertThat(refusalOfUpgrade(query)).isEqualTo(Reason.INVALID_FORM);
    }

    private Reason refusalOfUpgrade(String query) {
        return catchThrowableOfType(Rejected.class, () -> upgrade(query, Map.of())).reason();
    }

    private Caller upgrade(String query, Map<String, String> headers) {
        return rest.router.upgrade(Rest.head("GET", "/any/path", query, headers));
    }

    private static String query(long id, String login, String password) {
        return "id=" + id + "&login=" + login + "&password=" + password;
    }

    private Answer send(String method, String path, Map<String, String> headers) {
        return rest.send(
                method, path, headers, OptionalLong.of(0), new ByteArrayInputStream(new byte[0]));
    }

    @ParameterizedTest
    @CsvSource({"/search, 100", "/registration, 60"})
    void whatCostsAndNeedsNoCredentialsIsLimitedForEachAddress(String path, int burst) {
        Rest limited = new Rest(rules, Limits.standard());
        for (int i = 0; i < burst; i++) {
            assertThat(limited.json(path, Map.of()).status()).isEqualTo(400);
        }
        // A few more, for the tokens that came back meanwhile.
        Answer refused = limited.json(path, Map.of());
        for (int i = 0; i < burst && refused.status() == 400; i++) {
            refused = limited.json(path, Map.of());
        }
        assertRefused(refused, 429, "rate_limited");
        assertThat(refused.headers()).containsKey("Retry-After");
    }
}
