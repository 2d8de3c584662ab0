package dev.messenger.server.torture;

import java.util.Map;
import java.util.Set;

/// A device in a run, of whichever kind. The saboteur's thread calls.
interface Participant {

    Journal journal();

    Set<Long> chats();

    void start();

    /// Whether all that it began is answered.
    boolean hasSettled();

    /// Whether it is connected and has all up to these numbers.
    boolean hasSeen(Map<Long, Long> heads);

    /// Tells the server what it has received.
    void confirm();

    Cable cable();

    /// Whether it stops reading, with its connection open.
    default void stall(boolean now) {
        cable().stall(now);
    }

    /// Whether it is switched off.
    default void stayAway(boolean now) {
        cable().stayAway(now);
    }

    /// Its cable breaks, once.
    default void cut() {
        cable().cut();
    }

    /// Switched off for good.
    default void end() {
        cable().end();
    }
}
