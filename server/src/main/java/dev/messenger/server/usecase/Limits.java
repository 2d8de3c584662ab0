package dev.messenger.server.usecase;

import java.net.InetAddress;

/// How much of what costs something anyone may ask for (the table in the README).
///
/// @param frames WebSocket frames, an account
/// @param searches `/search`, an address
/// @param registrations `/registration`, an address
/// @param exports `/v2/export`, an account
/// @param wrongPasswords an address, and a login from an address
public record Limits(
        RateLimit<Long> frames,
        RateLimit<InetAddress> searches,
        RateLimit<InetAddress> registrations,
        RateLimit<Long> exports,
        WrongPasswords wrongPasswords) {

    private static final double PER_MINUTE = 1 / 60.0;

    public static Limits standard() {
        return new Limits(
                RateLimit.of(1_000, 2_000),
                RateLimit.of(20, 100),
                RateLimit.of(20 * PER_MINUTE, 60),
                RateLimit.of(0.1 * PER_MINUTE, 3),
                WrongPasswords.standard());
    }

    /// For benchmarks, which say so.
    public static Limits off() {
        return new Limits(
                RateLimit.off(),
                RateLimit.off(),
                RateLimit.off(),
                RateLimit.off(),
                WrongPasswords.off());
    }
}
