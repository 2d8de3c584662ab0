package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Session;
import dev.messenger.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The devices that one is signed in on, and signing out on them from afar.
public final class OwnSessions {

    private final Storage storage;
    private final Signals signals;

    public OwnSessions(Storage storage, Signals signals) {
        this.storage = storage;
        this.signals = signals;
    }

    public List<AccountApi.SessionRow> list(Caller me) {
        return storage.sessions().ofUser(me.userId()).stream()
                .map(session -> row(me, session))
                .toList();
    }

    private static AccountApi.SessionRow row(Caller me, Session session) {
        return new AccountApi.SessionRow(
                session.id(),
                session.device().orElse(""),
                session.createdAt(),
                session.lastSeen(),
                me.session().equals(Optional.of(session.id())));
    }

    /// Ends one of the caller's sessions; their own is allowed.
    public AccountApi.Done end(Caller me, String id) {
        UUID session = sessionId(id);
        if (!storage.sessions().end(session, me.userId())) {
            throw noSuchSession();
        }
        signals.sessionEnded(session);
        return new AccountApi.Done("That session is signed out.");
    }

    /// Ends all sessions but the caller's own. Sockets that a password opened have none, and stay.
    public AccountApi.Done endOthers(Caller me) {
        storage.sessions()
                .endOthers(me.userId(), me.session().orElseThrow())
                .forEach(signals::sessionEnded);
        return new AccountApi.Done("All other sessions are signed out.");
    }

    /// What cannot be an id is that of no session.
    private static UUID sessionId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw noSuchSession();
        }
    }

    private static Rejected noSuchSession() {
        return Rejected.notFound("You have no such session.");
    }
}
