package dev.messenger.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and how soon a push is tried again. Immutable; used on any thread.
///
/// @param attempts how often a push is sent at most, the first time included
/// @param first the wait after the first failure, doubled after each further one
/// @param longest where the doubling ends
/// @param quota the least wait after a 429 that names none
/// @param patience from `send` on, after which a push is not tried again
public record Retries(
        int attempts, Duration first, Duration longest, Duration quota, Duration patience) {

    /// What Firebase asks of senders: ten seconds before the first retry, then exponential and
    /// jittered, a minute after a 429. A push older than ten minutes wakes nobody usefully.
    public static final Retries STANDARD =
            new Retries(
                    5,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10));

    public Retries {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: >= 1)");
        }
    }

    /// The wait after the failed attempt `number` (from 1): exponential, never under `atLeast`, and
    /// up to half as long again, so that pushes that failed together do not return together.
    Duration delay(int number, Duration atLeast, RandomGenerator random) {
        int doublings = Math.min(number - 1, 20); // 2^20 is past every `longest`; no overflow
        Duration exponential = first.multipliedBy(1L << doublings);
        Duration capped = exponential.compareTo(longest) < 0 ? exponential : longest;
        Duration wait = capped.compareTo(atLeast) < 0 ? atLeast : capped;
        return wait.plusNanos((long) (random.nextDouble() * wait.toNanos() / 2));
    }
}
