package dev.messenger.server.net;

import java.time.Duration;

/// What a connection may take of the server: how many there may be, and how slow one may be.
///
/// @param crowd how many connections there may be, WebSockets included
/// @param handshake for TLS
/// @param head for a request's head, from its first byte, or from the connection's start
/// @param idle between two requests
/// @param pace the span over which the speed of a body is measured
/// @param bytesPerSecond the least speed of a body, either way
/// @param writing the span over which is measured how fast a client takes what it asked for
/// @param linger how long what a client still sends is thrown away, so that it can read an answer
///     that came early
/// @param drain how long requests in flight may take once the server stops and the sockets are gone
public record ConnectionLimits(
        Crowd crowd,
        Duration handshake,
        Duration head,
        Duration idle,
        Duration pace,
        int bytesPerSecond,
        Duration writing,
        Duration linger,
        Duration drain) {

    /// How many connections there may be.
    ///
    /// @param all open at a time
    /// @param ofAddress open at a time, of one address
    /// @param newASecond of one address
    /// @param newAtOnce of one address that was quiet before
    public record Crowd(int all, int ofAddress, double newASecond, int newAtOnce) {

        public static Crowd standard() {
            return new Crowd(15_000, 2_000, 50, 2_000);
        }

        /// What the limit of open files leaves, whoever has them.
        public static Crowd off() {
            return new Crowd(
                    Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
    }

    public static ConnectionLimits standard() {
        return with(Crowd.standard());
    }

    public static ConnectionLimits with(Crowd crowd) {
        return new ConnectionLimits(
                crowd,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                1_024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    /// The least that must arrive within one span of [#pace].
    long bytesPerPace() {
        return pace.toMillis() * bytesPerSecond / 1_000;
    }

    /// The least that a client must take within one span of [#writing].
    long bytesPerWriting() {
        return writing.toMillis() * bytesPerSecond / 1_000;
    }
}
