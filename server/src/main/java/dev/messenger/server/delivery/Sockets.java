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

    /// Sends each publication to every socket of its audience, in the order of the list.
    void publish(List<Publication> batch);

    /// Sends what has no number.
    void deliver(Outcome.Deliver delivery);
}
