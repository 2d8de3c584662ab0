package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.Reason;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnSessionsTest extends WithRules {

    @Test
    void theListNamesEachDeviceAndTellsWhichOneAsks() {
        AccountApi.LoggedIn phone = logIn("phone");
        AccountApi.LoggedIn unnamed = rules.logIn("Ann");
        rules.logIn("Bob");
        assertThat(rules.sessions.list(caller(phone)))
                .extracting(
                        AccountApi.SessionRow::sessionId,
                        AccountApi.SessionRow::device,
                        AccountApi.SessionRow::current)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(unnamed.sessionId(), "", false),
                        org.assertj.core.groups.Tuple.tuple(phone.sessionId(), "phone", true));
    }

    @Test
    void anotherDeviceIsSignedOutFromAfar() {
        AccountApi.LoggedIn phone = logIn("phone");
        AccountApi.LoggedIn lost = logIn("lost");
        rules.sessions.end(caller(phone), lost.sessionId().toString());
        assertThat(rules.endedSessions).containsExactly(lost.sessionId());
        assertThat(refusal(() -> caller(lost))).isEqualTo(new Refused(Reason.UNAUTHORIZED));
        assertThat(rules.sessions.list(caller(phone))).hasSize(1);
    }

    @Test
    void oneMayEndOnesOwnSession() {
        AccountApi.LoggedIn phone = logIn("phone");
        rules.sessions.end(caller(phone), phone.sessionId().toString());
        assertThat(refusal(() -> caller(phone))).isEqualTo(new Refused(Reason.UNAUTHORIZED));
    }

    @Test
    void somebodyElsesSessionIsNoneAtAll() {
        Caller me = caller(logIn("phone"));
        UUID bobs = rules.logIn("Bob").sessionId();
        Refused none = new Refused(Reason.NOT_FOUND);
        assertThat(refusal(() -> rules.sessions.end(me, bobs.toString()))).isEqualTo(none);
        assertThat(refusal(() -> rules.sessions.end(me, UUID.randomUUID().toString())))
                .isEqualTo(none);
        assertThat(rules.endedSessions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "{id}", "%00", "00000000-0000-0000-0000-00000000000g"})
    void whatIsNoIdIsNoSession(String id) {
        Caller me = caller(logIn("phone"));
        assertThat(refusal(() -> rules.sessions.end(me, id)))
                .isEqualTo(new Refused(Reason.NOT_FOUND));
    }

    @Test
    void allOthersAreSignedOutAtOnce() {
        AccountApi.LoggedIn phone = logIn("phone");
        AccountApi.LoggedIn tablet = logIn("tablet");
        AccountApi.LoggedIn bobs = rules.logIn("Bob");
        rules.sessions.endOthers(caller(phone));
        assertThat(rules.endedSessions).containsExactly(tablet.sessionId());
        caller(phone);
        caller(bobs);
    }

    private AccountApi.LoggedIn logIn(String device) {
        return rules.accounts.logIn(
                new AccountApi.Login("Ann", Rules.passwordOf("Ann"), Optional.empty()),
                Optional.of(device),
                Rules.HERE);
    }

    private Caller caller(AccountApi.LoggedIn in) {
        return rules.authentication.byToken(in.token());
    }
}
