package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Session;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Storage;
import dev.messenger.storage.User;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Signing up, in and out, and finding people.
public final class Accounts {

    private static final int MOST_FOUND = 50;
    private static final int TOKEN_BITS = 256;

    private final Storage storage;
    private final Passwords passwords;
    private final Authentication authentication;
    private final Signals signals;
    private final InstantSource clock;

    public Accounts(
            Storage storage,
            Passwords passwords,
            Authentication authentication,
            Signals signals,
            InstantSource clock) {
        this.storage = storage;
        this.passwords = passwords;
        this.authentication = authentication;
        this.signals = signals;
        this.clock = clock;
    }

    public AccountApi.Registered register(AccountApi.Registration asked) {
        if (storage.users().byLogin(asked.login()).isPresent()) {
            throw loginTaken();
        }
        String hash = passwords.hash(asked.password());
        long id =
                storage.users()
                        .register(asked.login(), asked.userName(), hash)
                        .orElseThrow(Accounts::loginTaken);
        return new AccountApi.Registered("You are registered.", id);
    }

    /// Opens a session; a push token that comes along hangs on it.
    ///
    /// @param device what the client calls itself
    /// @param client where the request comes from
    public AccountApi.LoggedIn logIn(
            AccountApi.Login asked, Optional<String> device, InetAddress client) {
        User user = authentication.verify(asked.login(), asked.password(), client);
        String token = Token.random(TOKEN_BITS);
        Sessions.Opened opened =
                storage.sessions()
                        .open(
                                user.id(),
                                Token.hash(token),
                                device,
                                asked.pushToken(),
                                clock.instant().plus(Bearers.SESSION_LIFE));
        opened.ended().forEach(signals::sessionEnded);
        requireUnchanged(user, opened.session());
        return new AccountApi.LoggedIn(
                user.id(),
                user.userName(),
                token,
                opened.session().expiresAt(),
                opened.session().id());
    }

    /// Who changed the password, or erased the account, between our check and the session's opening did
    /// not see that session to end it.
    private void requireUnchanged(User verified, Session opened) {
        boolean unchanged =
                storage.users()
                        .byId(verified.id())
                        .filter(now -> now.passwordHash().equals(verified.passwordHash()))
                        .isPresent();
        if (!unchanged) {
            storage.sessions().end(opened.id(), verified.id());
            throw Authentication.wrongCredentials();
        }
    }

    /// Ends the caller's session, or, for the original's clients, which have none, forgets where to
    /// push to.
    public AccountApi.Done logOut(Caller me, AccountApi.Logout asked) {
        me.session()
                .ifPresentOrElse(
                        session -> {
                            storage.sessions().end(session, me.userId());
                            signals.sessionEnded(session);
                        },
                        () -> storage.sessions().forgetPushTokensOf(me.userId()));
        return new AccountApi.Done("You are signed out.");
    }

    public List<AccountApi.Found> search(AccountApi.Search asked) {
        List<AccountApi.Found> found =
                storage.users().search(asked.userName(), MOST_FOUND).stream()
                        .map(it -> new AccountApi.Found(it.id(), it.hasAvatar(), it.userName()))
                        .toList();
        if (found.isEmpty()) {
            throw Rejected.notFound("Nobody has such a name.");
        }
        return found;
    }

    private static Rejected loginTaken() {
        return Rejected.field("login", Reason.LOGIN_TAKEN, "This login is taken.");
    }
}
