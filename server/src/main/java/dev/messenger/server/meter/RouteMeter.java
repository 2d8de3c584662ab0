package dev.messenger.server.meter;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// How the requests of one route were answered, and how fast: a histogram for each class of status
/// that there was. Event loops note; any thread reads.
public final class RouteMeter {

    private final String method;
    private final String route;

    /// By the hundreds of the status, 1 to 5.
    private final AtomicReferenceArray<@Nullable Histogram> byClass = new AtomicReferenceArray<>(6);

    RouteMeter(String method, String route) {
        this.method = method;
        this.route = route;
    }

    public String method() {
        return method;
    }

    /// As the table of routes has it, so that no request can make up another.
    public String route() {
        return route;
    }

    /// @param nanos from the request's head to the last byte of the answer
    public void answered(int status, long nanos) {
        of(status / 100).record(nanos);
    }

    /// What was answered with statuses of a class, in nanoseconds.
    ///
    /// @param hundreds 1 to 5
    public Optional<Histogram.Counts> counts(int hundreds) {
        return Optional.ofNullable(byClass.get(hundreds)).map(Histogram::counts);
    }

    private Histogram of(int hundreds) {
        Histogram histogram = byClass.get(hundreds);
        if (histogram == null) {
            byClass.compareAndSet(hundreds, null, Histogram.ofDurations());
            histogram = byClass.get(hundreds);
        }
        return Objects.requireNonNull(histogram);
    }
}
