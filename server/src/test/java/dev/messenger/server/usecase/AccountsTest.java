package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AccountApi.Found;
import dev.messenger.protocol.Reason;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.User;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountsTest extends WithRules {

    @Test
    void registrationStoresNameAndHashButNoPassword() {
        AccountApi.Registered registered = register("Zoë", "zoe");
        User user = rules.storage.users().byId(registered.id()).orElseThrow();
        assertThat(user).isEqualTo(new User(registered.id(), "zoe", "Zoë", user.passwordHash()));
        assertThat(rules.passwords.matches("12345678", user.passwordHash())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann", "ANN", "ann", "ａｎｎ"})
    void loginIsTakenWhateverItsCaseAndForm(String login) {
        assertThat(refusal(() -> register("Other", login)))
                .isEqualTo(new Refused(Reason.LOGIN_TAKEN, "login"));
    }

    @Test
    void loginOpensASessionWhoseTokenIsTheCaller() {
        AccountApi.LoggedIn in = logIn("ann", Optional.empty());
        assertThat(in)
                .isEqualTo(
                        new AccountApi.LoggedIn(
                                ann.userId(),
                                "Ann",
                                in.token(),
                                rules.now.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.MILLIS),
                                in.sessionId()));
        assertThat(rules.authentication.byToken(in.token()))
                .isEqualTo(new Caller(ann.userId(), Optional.of(in.sessionId())));
    }

    @Test
    void loginKeepsThePushToken() {
        logIn("Ann", Optional.of("phone"));
        logIn("Ann", Optional.of("tablet"));
        assertThat(pushTokens()).containsExactly("phone", "tablet");
    }

    @Test
    void unknownLoginIsAnsweredLikeAWrongPassword() {
        Refused wrong = new Refused(Reason.UNAUTHORIZED);
        var known = new AccountApi.Login("Ann", "wrong password", Optional.empty());
        var unknown = new AccountApi.Login("Nobody", "wrong password", Optional.empty());
        assertThat(refusal(() -> rules.logIn(known))).isEqualTo(wrong);
        assertThat(refusal(() -> rules.logIn(unknown))).isEqualTo(wrong);
    }

    /// Hashes by libxcrypt, of the kind that the original stored.
    @ParameterizedTest
    @CsvSource({
        "correct horse, $2b$10$N9qo8uLOickgx2ZMRZoMye7hLCKuEIm4BcKHuoCJsBy/5Q0NErxWS",
        "пароль,        $2b$10$N9qo8uLOickgx2ZMRZoMyehsZ0y6SMx/3UznCzcmQawBvXnRA0rK.",
        // 80 bytes, of which bcrypt reads 72.
        "01234567890123456789012345678901234567890123456789012345678901234567890123456789,"
                + "$2b$10$N9qo8uLOickgx2ZMRZoMye7dFVcQGivg10nW/Uwp/WRKIUQskjkIC",
        "012345678901234567890123456789012345678901234567890123456789012345678901,"
                + "$2b$10$N9qo8uLOickgx2ZMRZoMye7dFVcQGivg10nW/Uwp/WRKIUQskjkIC",
    })
    void usersOfTheOriginalSignInWithTheirPasswords(String password, String hash) {
        long id = rules.storage.users().register("old", "Old", hash).orElseThrow();
        var asked = new AccountApi.Login("old", password, Optional.empty());
        assertThat(rules.logIn(asked).id()).isEqualTo(id);
    }

    @Test
    void hashOfFewerRoundsIsRenewedAtLogin() {
        try (Passwords stronger = new Passwords(5)) {
            var authentication =
                    new Authentication(
                            rules.storage,
                            stronger,
                            WrongPasswords.off(),
                            LegacyCredentials.EVERYWHERE,
                            rules.bearers);
            assertThat(
                            authentication
                                    .verify("Ann", Rules.passwordOf("Ann"), Rules.HERE)
                                    .passwordHash())
                    .isEqualTo(hashOf("Ann"))
                    .startsWith("$2b$05$");
            authentication.verify("Ann", Rules.passwordOf("Ann"), Rules.HERE);
        }
    }

    @Test
    void loginUnderWayWhileThePasswordChangesOpensNoSession() {
        // Asked for the time between the check of the password and the session.
        InstantSource change =
                () -> {
                    rules.storage
                            .users()
                            .replacePasswordHash(
                                    ann.userId(), hashOf("Ann"), rules.passwords.hash("another"));
                    return rules.now;
                };
        var accounts =
                new Accounts(
                        rules.storage,
                        rules.passwords,
                        rules.authentication,
                        rules.signals,
                        change);
        var asked = new AccountApi.Login("Ann", Rules.passwordOf("Ann"), Optional.empty());
        assertThat(refusal(() -> accounts.logIn(asked, Optional.empty(), Rules.HERE)))
                .isEqualTo(new Refused(Reason.UNAUTHORIZED));
        assertThat(rules.storage.sessions().ofUser(ann.userId())).isEmpty();
    }

    @Test
    void oneSessionTooManyEndsTheOldestAndSaysSo() {
        AccountApi.LoggedIn oldest = rules.logIn("Ann");
        for (int i = 0; i < Sessions.MOST_PER_USER; i++) {
            assertThat(rules.endedSessions).isEmpty();
            rules.logIn("Ann");
        }
        assertThat(rules.endedSessions).containsExactly(oldest.sessionId());
    }

    @Test
    void logoutWithATokenEndsThatSessionAlone() {
        AccountApi.LoggedIn phone = logIn("Ann", Optional.of("phone"));
        AccountApi.LoggedIn tablet = logIn("Ann", Optional.of("tablet"));
        rules.accounts.logOut(rules.authentication.byToken(phone.token()), LOGOUT);

        assertThat(rules.endedSessions).containsExactly(phone.sessionId());
        assertThat(pushTokens()).containsExactly("tablet");
        assertThat(refusal(() -> rules.authentication.byToken(phone.token())))
                .isEqualTo(new Refused(Reason.UNAUTHORIZED));
        rules.authentication.byToken(tablet.token());
    }

    @Test
    void logoutOfTheOriginalsClientsForgetsEveryPushTokenAndEndsNoSession() {
        AccountApi.LoggedIn phone = logIn("Ann", Optional.of("phone"));
        logIn("Ann", Optional.of("tablet"));
        rules.accounts.logOut(ann, LOGOUT);

        assertThat(pushTokens()).isEmpty();
        assertThat(rules.endedSessions).isEmpty();
        rules.authentication.byToken(phone.token());
    }

    @ParameterizedTest
    @CsvSource({"nn, Ann", "ANN, Ann", "ÖRG, Jörg", "ЖЕНЯ, Женя", "'%', '100%_'", "_, '100%_'"})
    void searchFindsAnyPartOfANameInAnyCase(String part, String name) {
        register("Jörg", "1");
        register("Женя", "2");
        register("100%_", "3");
        assertThat(search(part)).extracting(Found::userName).containsExactly(name);
    }

    @Test
    void searchTellsWhoHasAnAvatar() {
        rules.storage.avatars().put(bob.userId(), "any");
        assertThat(search("b")).containsExactly(new Found(bob.userId(), true, "Bob"));
        assertThat(search("e")).containsExactly(new Found(eve.userId(), false, "Eve"));
    }

    @Test
    void searchFindsFiftyAtMostWhichForNoTextAreTheFirst() {
        for (int i = 0; i < 60; i++) {
            rules.storage.users().register("many" + i, "Many", "");
        }
        assertThat(search("many")).hasSize(50);
        assertThat(search(""))
                .extracting(Found::id)
                .hasSize(50)
                .startsWith(ann.userId(), bob.userId(), eve.userId())
                .isSorted();
    }

    @Test
    void searchThatFindsNobodySaysSo() {
        assertThat(refusal(() -> search("nobody"))).isEqualTo(new Refused(Reason.NOT_FOUND));
    }

    private static final AccountApi.Logout LOGOUT =
            new AccountApi.Logout(Optional.empty(), Optional.empty(), Optional.empty());

    private AccountApi.Registered register(String name, String login) {
        return rules.accounts.register(new AccountApi.Registration(name, login, "12345678"));
    }

    private AccountApi.LoggedIn logIn(String login, Optional<String> pushToken) {
        return rules.logIn(new AccountApi.Login(login, Rules.passwordOf("Ann"), pushToken));
    }

    private List<Found> search(String part) {
        return rules.accounts.search(new AccountApi.Search(part));
    }

    private List<String> pushTokens() {
        return rules.storage.sessions().pushTokens(ann.userId());
    }

    private String hashOf(String login) {
        return rules.storage.users().byLogin(login).orElseThrow().passwordHash();
    }
}
