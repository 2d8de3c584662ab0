package dev.messenger.server.usecase;

import java.util.Optional;
import java.util.UUID;

/// What the server tells itself: today within one process, other nodes later. Never blocks.
public interface Signals {

    /// The session is over; its sockets must go.
    void sessionEnded(UUID session);

    /// All that the user signed in with is void, except that session; the sockets must go, those too
    /// that were opened by a password and have no session.
    void signedOut(long userId, Optional<UUID> except);
}
