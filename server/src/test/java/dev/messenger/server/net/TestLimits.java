package dev.messenger.server.net;

import java.time.Duration;

/// The standard limits, but for those that a test cannot wait for.
final class TestLimits {

    private TestLimits() {}

    /// @param head for a request's head
    /// @param slow the span over which bodies and readers are measured
    static Limits with(Duration head, Duration slow) {
        Limits standard = Limits.standard();
        return new Limits(
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

    static Limits connections(int most) {
        return Limits.with(new Limits.Crowd(most, most, 1_000, 1_000));
    }
}
