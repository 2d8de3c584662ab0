package dev.messenger.server.net;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Pings the sockets of one event loop and so finds the dead ones: one timer for all, on that loop.
///
/// The sockets are spread over a wheel by the time they came, so that a tick has few of them to do.
final class Heartbeat {

    private static final int SLOTS = 25;

    private final List<List<OpenSocket>> wheel =
            Stream.generate(() -> (List<OpenSocket>) new ArrayList<OpenSocket>())
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

    /// The first beat is a whole interval away. A closed socket is dropped at its next beat.
    void add(OpenSocket socket) {
        wheel.get(hand).add(socket);
    }

    private void tick() {
        hand = (hand + 1) % SLOTS;
        wheel.get(hand).removeIf(socket -> !socket.beat());
    }
}
