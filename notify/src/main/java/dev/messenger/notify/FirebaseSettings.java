package dev.messenger.notify;

import java.net.URI;
import java.time.Duration;

/// What can be set about pushing through Firebase. Immutable; read at `open`.
///
/// @param endpoint scheme, host and port in place of FCM's, for tests and gateways
/// @param queue how many pushes may wait or be under way; the newest is dropped when it is full
/// @param concurrency how many requests to FCM may be under way at once
/// @param timeout for one request as a whole, connecting and reading the answer included
/// @param closeWithin how long `close` lets what is due go out
public record FirebaseSettings(
        URI endpoint,
        Retries retries,
        int queue,
        int concurrency,
        Duration timeout,
        Duration closeWithin) {

    /// 10,000 waiting pushes are 80 MB at the very worst, each being cut to 4,096 bytes before it
    /// waits; 32 at a time are some 200 pushes a second at FCM's usual 150 ms.
    public static final FirebaseSettings STANDARD =
            new FirebaseSettings(
                    URI.create("https://" + FcmTransport.FCM_HOST),
                    Retries.STANDARD,
                    10_000,
                    32,
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(3));

    public FirebaseSettings {
        if (queue < 1) {
            throw new IllegalArgumentException("queue: " + queue + " (expected: >= 1)");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: >= 1)");
        }
    }
}
