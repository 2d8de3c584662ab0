package dev.messenger.server.usecase;

import dev.messenger.storage.Session;
import dev.messenger.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds out who bears a session's token; using it keeps the session alive.
///
/// May block, but for [#remembered], which event loops call.
public final class Bearers {

    /// How long a session lives after its last use.
    static final Duration SESSION_LIFE = Duration.ofDays(30);

    /// A use is noted this often at most, so that a busy client does not write on every call.
    private static final Duration NOTE_EVERY = Duration.ofMinutes(10);

    private final Storage storage;
    private final InstantSource clock;

    public Bearers(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// Those who bear these tokens, in their order: looked up all at once, and their use noted so, too.
    public List<Optional<Caller>> of(List<String> tokens) {
        List<Optional<Session>> sessions =
                storage.sessions().byTokenHashes(tokens.stream().map(Token::hash).toList());
        note(sessions.stream().flatMap(Optional::stream).toList());
        return sessions.stream().map(session -> session.map(Bearers::caller)).toList();
    }

    Optional<Caller> of(String token) {
        Optional<Session> session = storage.sessions().byTokenHash(Token.hash(token));
        note(session.stream().toList());
        return session.map(Bearers::caller);
    }

    /// Who bears this token, if that can be said without waiting.
    public Optional<Caller> remembered(String token) {
        return storage.sessions()
                .remembered(Token.hash(token))
                .filter(session -> !isToBeNoted(session, clock.instant()))
                .map(Bearers::caller);
    }

    private void note(List<Session> used) {
        Instant now = clock.instant();
        List<UUID> due =
                used.stream()
                        .filter(session -> isToBeNoted(session, now))
                        .map(Session::id)
                        .toList();
        if (!due.isEmpty()) {
            storage.sessions().touch(due, now.plus(SESSION_LIFE));
        }
    }

    private static boolean isToBeNoted(Session session, Instant now) {
        return session.lastSeen().plus(NOTE_EVERY).isBefore(now);
    }

    private static Caller caller(Session session) {
        return new Caller(session.userId(), Optional.of(session.id()));
    }
}
