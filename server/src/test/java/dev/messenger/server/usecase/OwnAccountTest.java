package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.Reason;
import dev.messenger.storage.Append;
import dev.messenger.storage.User;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OwnAccountTest extends WithRules {

    private AccountApi.LoggedIn phone;
    private AccountApi.LoggedIn tablet;
    private Caller me;

    @BeforeEach
    void signIn() {
        phone = rules.logIn("Ann");
        tablet = rules.logIn("Ann");
        me = rules.authentication.byToken(phone.token());
    }

    @Test
    void aNewPasswordTakesThePlaceOfTheOld() {
        change(Rules.passwordOf("Ann"), "battery staple");
        assertThat(refusal(() -> rules.logIn("Ann"))).isEqualTo(new Refused(Reason.UNAUTHORIZED));
        assertThat(
                        rules.authentication.byPassword(
                                ann.userId(), "Ann", "battery staple", Rules.HERE))
                .isEqualTo(ann);
    }

    @Test
    void aNewPasswordEndsEveryOtherSignIn() {
        change(Rules.passwordOf("Ann"), "battery staple");
        assertThat(rules.endedSessions).containsExactly(tablet.sessionId());
        assertThat(rules.signedOut).containsEntry(ann.userId(), Optional.of(phone.sessionId()));
        assertThat(rules.authentication.byToken(phone.token())).isEqualTo(me);
        assertThat(refusal(() -> rules.authentication.byToken(tablet.token())))
                .isEqualTo(new Refused(Reason.UNAUTHORIZED));
    }

    @Test
    void theOldPasswordIsAskedFor() {
        String dump = rules.storage.dump();
        assertThat(refusal(() -> change("a guess", "battery staple")))
                .isEqualTo(new Refused(Reason.UNAUTHORIZED));
        assertThat(rules.storage.dump()).isEqualTo(dump);
        assertThat(rules.signedOut).isEmpty();
    }

    @Test
    void aPasswordThatWasRightUntilItWasRenewedIsRightStill() {
        try (Passwords stronger = new Passwords(5)) {
            var authentication =
                    new Authentication(
                            rules.storage,
                            stronger,
                            WrongPasswords.off(),
                            LegacyCredentials.EVERYWHERE,
                            rules.bearers);
            var account = new OwnAccount(rules.storage, stronger, authentication, rules.signals);
            account.changePassword(
                    me,
                    new AccountApi.PasswordChange(Rules.passwordOf("Ann"), "battery staple"),
                    Rules.HERE);
        }
        assertThat(rules.signedOut).containsKey(ann.userId());
    }

    @Test
    void whoLeavesIsSignedOutEverywhereElseBeforeAnythingIsErased() {
        rules.account.beginErasure(me);
        assertThat(rules.endedSessions).containsExactly(tablet.sessionId());
        assertThat(rules.signedOut).containsEntry(ann.userId(), Optional.empty());
        assertThat(rules.authentication.byToken(phone.token()))
                .as("may ask again, should the erasure not come to its end")
                .isEqualTo(me);
    }

    @Test
    void whoLeavesErasesWhatTheyWroteInEachChat() {
        long other = rules.chat(ann, eve);
        rules.write(new Append.ArchiveChat(chat, bob.userId()));
        assertThat(rules.account.beginErasure(me))
                .containsExactlyInAnyOrder(
                        new Append.Erase(chat, ann.userId()),
                        new Append.Erase(other, ann.userId()));
    }

    @Test
    void whoHasLeftIsNobodyAndTheLoginIsFree() {
        rules.say(chat, ann, bob, "secret");
        rules.say(chat, bob, ann, "reply");
        rules.account.beginErasure(me).forEach(rules::write);
        rules.account.finishErasure(me);

        assertThat(rules.storage.dump()).doesNotContain("secret").contains("reply");
        assertThat(rules.storage.numbers(chat)).containsExactly(1L, 2L, 3L);
        assertThat(rules.endedSessions).containsExactly(tablet.sessionId(), phone.sessionId());
        assertThat(refusal(() -> rules.authentication.byToken(phone.token())))
                .isEqualTo(new Refused(Reason.UNAUTHORIZED));
        assertThat(refusal(() -> rules.logIn("Ann"))).isEqualTo(new Refused(Reason.UNAUTHORIZED));
        Optional<User> again = rules.storage.users().byId(rules.register("Ann").userId());
        assertThat(again).map(User::login).contains("Ann");
    }

    private void change(String oldPassword, String newPassword) {
        rules.account.changePassword(
                me, new AccountApi.PasswordChange(oldPassword, newPassword), Rules.HERE);
    }
}
