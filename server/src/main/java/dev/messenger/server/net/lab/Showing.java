package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;

/// Where what a probe notes goes. On the event loop of its connection.
interface Showing {

    void show(LabEvent event);

    /// Whether it is this user who is shown all this.
    boolean isFor(long userId);

    /// Something is about to pass, which may say whose the events are.
    ///
    /// @param outermost whether it comes from outside the pipeline, and not during another event
    default void passes(boolean inbound, boolean outermost, Object message) {}

    /// Nothing passes any more, for now.
    default void settled() {}

    /// The connection is gone, or nobody looks any more.
    default void ended() {}
}
