package dev.messenger.server.net;

import dev.messenger.protocol.Rejected;
import io.netty.buffer.ByteBuf;

/// Where the body of one request goes. All on the event loop; nothing here blocks.
interface Intake {

    /// For a body that nobody wants, or wants any more.
    Intake NOWHERE = _ -> {};

    /// Copies what it keeps.
    void add(ByteBuf bytes);

    /// There is no more.
    default void complete() {}

    /// There is more, but it will not come.
    default void fail(Rejected why) {}

    /// Whether reading should pause.
    default boolean isFull() {
        return false;
    }
}
