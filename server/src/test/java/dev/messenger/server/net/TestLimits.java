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
                standard.connections(),
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
        Limits standard = Limits.standard();
        return new Limits(
                most,
                standard.handshake(),
                standard.head(),
                standard.idle(),
                standard.pace(),
                standard.bytesPerSecond(),
                standard.writing(),
                standard.linger(),
                standard.drain());
    }
}
