package dev.messenger.server.net;

import java.time.Duration;

/// The standard limits, but for those that a test cannot wait for.
final class TestLimits {

    private TestLimits() {}

    /// @param head for a request's head
    /// @param slow the span over which bodies and readers are measured
    static ConnectionLimits with(Duration head, Duration slow) {
        ConnectionLimits standard = ConnectionLimits.standard();
        return new ConnectionLimits(
                standard.crowd(),
                standard.handshake(),
                head,
                standard.idle(),
                slow,
                standard.bytesPerSecond(),
                slow,
                standard.linger(),
                standard.drain());
    }

    static ConnectionLimits connections(int most) {
        return ConnectionLimits.with(new ConnectionLimits.Crowd(most, most, 1_000, 1_000));
    }
}
