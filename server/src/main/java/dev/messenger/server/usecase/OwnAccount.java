package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AccountApi.Done;
import dev.messenger.storage.Append;
import dev.messenger.storage.Storage;
import dev.messenger.storage.User;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What one may do to one's own account: change its password, and leave for good.
public final class OwnAccount {

    private final Storage storage;
    private final Passwords passwords;
    private final Authentication authentication;
    private final Signals signals;

    public OwnAccount(
            Storage storage, Passwords passwords, Authentication authentication, Signals signals) {
        this.storage = storage;
        this.passwords = passwords;
        this.authentication = authentication;
        this.signals = signals;
    }

    /// Signs the user out everywhere else: whoever had the old password has no way in any more.
    ///
    /// @param client where the request comes from
    public Done changePassword(Caller me, AccountApi.PasswordChange asked, InetAddress client) {
        String login = user(me).login();
        User verified = authentication.verify(login, asked.oldPassword(), client);
        String hash = passwords.hash(asked.newPassword());
        List<UUID> ended =
                storage.users()
                        .changePassword(me.userId(), verified.passwordHash(), hash, me.session())
                        .orElseThrow(Authentication::wrongCredentials);
        ended.forEach(signals::sessionEnded);
        signals.signedOut(me.userId(), me.session());
        return new Done("The password is changed, and all other sessions are signed out.");
    }

    /// The first half of leaving, which may be repeated: signs the user out everywhere else, so that
    /// nothing more is written, and says what there is to erase.
    ///
    /// The account itself goes last. Should the server stop in between, its owner still can sign in and
    /// ask again; gone first, it would leave behind what nobody could erase.
    public List<Append> beginErasure(Caller me) {
        storage.sessions()
                .endOthers(me.userId(), me.session().orElseThrow())
                .forEach(signals::sessionEnded);
        signals.signedOut(me.userId(), Optional.empty());
        return storage.chats().idsOf(me.userId()).stream()
                .<Append>map(chat -> new Append.Erase(chat, me.userId()))
                .toList();
    }

    /// The second half, when all is erased.
    public Done finishErasure(Caller me) {
        storage.users().erase(me.userId()).forEach(signals::sessionEnded);
        signals.signedOut(me.userId(), Optional.empty());
        return new Done("Your account is deleted.");
    }

    private User user(Caller me) {
        return storage.users().byId(me.userId()).orElseThrow(Authentication::wrongCredentials);
    }
}
