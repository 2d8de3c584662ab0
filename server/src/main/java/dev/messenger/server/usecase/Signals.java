package dev.messenger.server.usecase;

import java.util.UUID;

/// What the server tells itself: today within one process, other nodes later. Never blocks.
public interface Signals {

    /// The session is over; its sockets must go.
    void sessionEnded(UUID session);
}
