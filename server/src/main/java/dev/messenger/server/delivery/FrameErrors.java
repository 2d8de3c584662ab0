package dev.messenger.server.delivery;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.Optional;

/// The one place where a refusal becomes an `error` frame.
public final class FrameErrors {

    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private FrameErrors() {}

    /// Empty for what is no refusal but a fault of ours, which closes the socket.
    static Optional<Rejected> explain(Throwable fault) {
        return switch (fault) {
            case Rejected rejected -> Optional.of(rejected);
            case StorageUnavailable unavailable -> Optional.of(unavailable());
            default -> Optional.empty();
        };
    }

    static Rejected unavailable() {
        return Rejected.retryLater(
                Reason.UNAVAILABLE,
                "The database does not answer; nothing was stored. Try again.",
                RETRY_AFTER);
    }

    static ServerFrame legacy(Rejected rejected) {
        return new ServerFrame.Failure(
                rejected.reason().code(),
                rejected.sentence(),
                rejected.field(),
                retryAfterMs(rejected));
    }

    static Event answering(Optional<String> ref, Rejected rejected) {
        return new Event.Failure(
                ref,
                rejected.reason().code(),
                rejected.sentence(),
                rejected.field(),
                retryAfterMs(rejected));
    }

    private static Optional<Long> retryAfterMs(Rejected rejected) {
        return rejected.retryAfter().map(wait -> Math.max(1, wait.toMillis()));
    }
}
