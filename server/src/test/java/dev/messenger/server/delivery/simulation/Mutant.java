package dev.messenger.server.delivery.simulation;

/// A fault that is put into what surrounds the core, to show that the laws notice: all but the first must
/// be found out.
enum Mutant {
    NONE,
    /// Two publications of a batch change places.
    SWAPPED_PUBLICATIONS,
    /// A commit that was reported is not there.
    LOST_COMMIT,
    /// A socket writes whatever is published.
    NO_FEED,
    /// A client forgets what it sent when the connection breaks.
    NO_RESENDS,
    /// The database does not know a key again.
    NO_KEYS,
    /// Everybody gets everything.
    NO_AUDIENCE,
    /// Answers to writes get lost inside the server.
    LOST_ACKS,
    /// A socket is told nothing of what it missed.
    NO_RESUME,
    /// A change is told as another one.
    WRONG_CONTENT,
    /// Nobody is woken.
    LOST_PUSHES
}
