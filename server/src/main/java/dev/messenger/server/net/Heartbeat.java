package dev.messenger.server.net;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Pings the sockets of one event loop and so finds the dead ones: one timer for all, on that loop.
///
/// The sockets are spread over a wheel by the time they came, so that a tick has few of them to do.
final class Heartbeat {

    private static final int SLOTS = 25;

    private final List<Set<OpenSocket>> wheel =
            Stream.generate(() -> (Set<OpenSocket>) new HashSet<OpenSocket>())
                    .limit(SLOTS)
                    .toList();
    private int hand;

    /// @param interval between two pings of a socket
    Heartbeat(EventLoop loop, Duration interval) {
        long tick = interval.dividedBy(SLOTS).toNanos();
        // With a fixed delay, ticks missed while the process was stopped are not made up for: live
        // sockets could not have answered in between.
        loop.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.NANOSECONDS);
    }

    /// The first beat is a whole interval away.
    ///
    /// @return its place, to remove it by
    int add(OpenSocket socket) {
        wheel.get(hand).add(socket);
        return hand;
    }

    /// One that has closed. Kept until its next beat, those who come and go in a storm would be most of
    /// what the collector finds alive.
    void remove(OpenSocket socket, int place) {
        wheel.get(place).remove(socket);
    }

    private void tick() {
        hand = (hand + 1) % SLOTS;
        // A beat may close, and so remove, the socket.
        List.copyOf(wheel.get(hand)).forEach(OpenSocket::beat);
    }
}
