package dev.messenger.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sign-ins, known by the SHA-256 of their token, and the push tokens that hang on them.
///
/// A push token belongs to one session at most: taking it over forgets it elsewhere, another user's
/// session included.
public interface Sessions {

    /// The most live sessions that a user keeps; opening one more ends the oldest.
    int MOST_PER_USER = 50;

    /// Opens a session. One that is live, is the same user's and has the same push token is renewed
    /// instead, under the new token: its id stays.
    ///
    /// @param device what it is opened on
    Opened open(
            long userId,
            byte[] tokenHash,
            Optional<String> device,
            Optional<String> pushToken,
            Instant expiresAt);

    /// The live session with that token, if there is one. What this storage ended is gone at once; what
    /// another server on the same data ended, within seconds.
    Optional<Session> byTokenHash(byte[] tokenHash);

    /// The same of several at once, in their order.
    List<Optional<Session>> byTokenHashes(List<byte[]> tokenHashes);

    /// The live session with that token, if that is known without asking the database: as true as what
    /// [#byTokenHash] says. On any thread; never waits.
    default Optional<Session> remembered(byte[] tokenHash) {
        return Optional.empty();
    }

    /// The live sessions of a user, the one opened last first.
    List<Session> ofUser(long userId);

    /// Notes that the sessions were used and until when they now live. One that is being changed by
    /// somebody else is left as it is.
    void touch(Collection<UUID> ids, Instant expiresAt);

    /// Ends the session and forgets its push token.
    ///
    /// @return whether it was live and that user's
    boolean end(UUID id, long userId);

    /// Ends all live sessions of the user but one.
    ///
    /// @return those that it ended
    List<UUID> endOthers(long userId, UUID except);

    /// Push tokens of a user's live sessions.
    List<String> pushTokens(long userId);

    /// Forgets all push tokens of the user; the sessions live on.
    void forgetPushTokensOf(long userId);

    /// Forgets a push token that the push service calls dead.
    void forgetPushToken(String pushToken);

    /// @param ended sessions that had to go, so that sockets of theirs can be closed
    record Opened(Session session, List<UUID> ended) {}
}
