package dev.messenger.server.net.lab;

import dev.messenger.server.delivery.Commands;
import dev.messenger.server.delivery.Marks;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.dispatch.Router;
import dev.messenger.storage.Storage;

/// Stands between parts of the server to see a message pass: each method gives a part that does what
/// the other does. Without a lab, it is the other. So the parts know of no lab, and a server without
/// one has nothing between them.
public interface Lens {

    /// Of a server without a lab.
    Lens NONE = new Lens() {};

    /// That which writes chats.
    default Storage storage(Storage storage) {
        return storage;
    }

    /// To which the chats' writers publish.
    default Sockets sockets(Sockets sockets) {
        return sockets;
    }

    default Writes writes(Writes writes) {
        return writes;
    }

    default Marks marks(Marks marks) {
        return marks;
    }

    default Commands commands(Commands commands) {
        return commands;
    }

    /// Which answers over HTTP.
    default Router router(Router router) {
        return router;
    }
}
