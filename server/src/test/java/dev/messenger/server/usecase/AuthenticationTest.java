package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.SignedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AuthenticationTest extends WithRules {

    private static final Refused UNAUTHORIZED = new Refused(Reason.UNAUTHORIZED);

    @Test
    void idLoginAndPasswordThatFitTogetherAreTheCaller() {
        assertThat(of(body(ann.userId(), "ANN", Rules.passwordOf("Ann")))).isEqualTo(ann);
    }

    @Test
    void anyOfTheThreeThatDoesNotFitIsAnsweredAlike() {
        assertThat(refusal(() -> of(body(ann.userId(), "Ann", "wrong")))).isEqualTo(UNAUTHORIZED);
        assertThat(refusal(() -> of(body(ann.userId(), "Bob", Rules.passwordOf("Ann")))))
                .isEqualTo(UNAUTHORIZED);
        assertThat(refusal(() -> of(body(bob.userId(), "Ann", Rules.passwordOf("Ann")))))
                .isEqualTo(UNAUTHORIZED);
        assertThat(refusal(() -> of(body(ann.userId(), "Nobody", "wrong"))))
                .isEqualTo(UNAUTHORIZED);
    }

    @Test
    void withoutATokenTheMissingCredentialIsNamed() {
        var id = Optional.of(ann.userId());
        var login = Optional.of("Ann");
        assertThat(refusal(() -> of(new AvatarApi.Deletion(Optional.empty(), login, login))))
                .isEqualTo(new Refused(Reason.MISSING_FIELD, "id"));
        assertThat(refusal(() -> of(new AvatarApi.Deletion(id, Optional.empty(), login))))
                .isEqualTo(new Refused(Reason.MISSING_FIELD, "login"));
        assertThat(refusal(() -> of(new AvatarApi.Deletion(id, login, Optional.empty()))))
                .isEqualTo(new Refused(Reason.MISSING_FIELD, "password"));
    }

    @Test
    void tokenStandsInForAllThreeAndAnIdBesideItMustBeItsOwners() {
        var in = rules.logIn("Ann");
        Caller me = new Caller(ann.userId(), Optional.of(in.sessionId()));
        Optional<String> token = Optional.of(in.token());
        assertThat(rules.authentication.of(token, body(Optional.empty()), Rules.HERE))
                .isEqualTo(me);
        assertThat(rules.authentication.of(token, body(Optional.of(ann.userId())), Rules.HERE))
                .isEqualTo(me);
        assertThat(
                        refusal(
                                () ->
                                        rules.authentication.of(
                                                token,
                                                body(Optional.of(bob.userId())),
                                                Rules.HERE)))
                .isEqualTo(new Refused(Reason.FORBIDDEN, "id"));
    }

    @Test
    void wrongTokenIsNotMendedByAPassword() {
        var body = body(ann.userId(), "Ann", Rules.passwordOf("Ann"));
        assertThat(refusal(() -> rules.authentication.of(Optional.of("wrong"), body, Rules.HERE)))
                .isEqualTo(UNAUTHORIZED);
    }

    @Test
    void useKeepsASessionAliveAndIsNotedOnceInTenMinutes() {
        String token = rules.logIn("Ann").token();
        Instant first = expiry(token);

        rules.now = rules.now.plus(Duration.ofMinutes(9));
        rules.authentication.byToken(token);
        assertThat(expiry(token)).isEqualTo(first);

        rules.now = rules.now.plus(Duration.ofMinutes(2));
        rules.authentication.byToken(token);
        assertThat(expiry(token)).isEqualTo(first.plus(Duration.ofMinutes(11)));
    }

    @Test
    void bearersOfSeveralTokensAreFoundInTheirOrderAndTheirUseIsNoted() {
        String anns = rules.logIn("Ann").token();
        String bobs = rules.logIn("Bob").token();
        Instant before = expiry(bobs);

        rules.now = rules.now.plus(Duration.ofMinutes(11));
        assertThat(rules.bearers.of(List.of(bobs, "nobody's", anns)))
                .containsExactly(
                        Optional.of(rules.authentication.byToken(bobs)),
                        Optional.empty(),
                        Optional.of(rules.authentication.byToken(anns)));
        assertThat(expiry(bobs)).isEqualTo(before.plus(Duration.ofMinutes(11)));
        assertThat(expiry(anns)).isEqualTo(expiry(bobs));
    }

    @Test
    void rightPasswordIsHashedOnceAndAWrongOneEachTime() {
        of(body(ann.userId(), "Ann", Rules.passwordOf("Ann")));
        rules.passwords.close();

        of(body(ann.userId(), "Ann", Rules.passwordOf("Ann")));
        assertThat(refusal(() -> of(body(ann.userId(), "Ann", "wrong password"))))
                .isEqualTo(new Refused(Reason.OVERLOADED));
    }

    @Test
    void rememberedPasswordIsWorthNothingOnceItWasChanged() {
        of(body(ann.userId(), "Ann", Rules.passwordOf("Ann")));
        String hash = rules.storage.users().byLogin("Ann").orElseThrow().passwordHash();
        rules.storage
                .users()
                .replacePasswordHash(ann.userId(), hash, rules.passwords.hash("another one"));

        assertThat(refusal(() -> of(body(ann.userId(), "Ann", Rules.passwordOf("Ann")))))
                .isEqualTo(UNAUTHORIZED);
        assertThat(of(body(ann.userId(), "Ann", "another one"))).isEqualTo(ann);
    }

    @Test
    void withoutLegacyCredentialsATokenIsNeededEverywhereButToLogIn() {
        try (Rules strict = Rules.in(directory, LegacyCredentials.NOWHERE)) {
            Caller me = strict.register("Ann");
            var body = body(me.userId(), "Ann", Rules.passwordOf("Ann"));
            assertThat(refusal(() -> strict.authentication.of(Optional.empty(), body, Rules.HERE)))
                    .isEqualTo(UNAUTHORIZED);

            Optional<String> token = Optional.of(strict.logIn("Ann").token());
            assertThat(strict.authentication.of(token, body, Rules.HERE).userId())
                    .isEqualTo(me.userId());
        }
    }

    private Caller of(SignedBody body) {
        return rules.authentication.of(Optional.empty(), body, Rules.HERE);
    }

    private Instant expiry(String token) {
        return rules.storage.sessions().byTokenHash(Token.hash(token)).orElseThrow().expiresAt();
    }

    private static SignedBody body(Optional<Long> id) {
        return new AvatarApi.Deletion(id, Optional.empty(), Optional.empty());
    }

    private static SignedBody body(long id, String login, String password) {
        return new AvatarApi.Deletion(Optional.of(id), Optional.of(login), Optional.of(password));
    }
}
