package dev.messenger.server.delivery;

import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.Signals;
import java.util.List;

/// All open sockets, by user. Safe on any thread; nothing here blocks.
///
/// Sockets that a signal ends are closed with `CloseCode.SIGNED_OUT`.
///
/// Two calls made one after the other on one thread reach every socket in that order.
public interface Sockets extends Signals {

    /// Sends each frame to every socket of its audience, in the order of the list, and calls
    /// [Unreached] for each `mustReach` whose user no socket took it: there was none, or every write
    /// failed.
    void publish(List<Publication> batch);

    void deliver(Outcome.Deliver delivery);

    /// Called on a writer's thread or an event loop; must not block.
    interface Unreached {
        void unreached(Publication publication, long userId);
    }
}
