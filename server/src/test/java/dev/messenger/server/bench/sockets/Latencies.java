package dev.messenger.server.bench.sockets;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// How long things took, counted from when they were due. On the client's event loop.
final class Latencies {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

    private final Histogram histogram = new Histogram(LONGEST, 3);

    void add(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    long count() {
        return histogram.getTotalCount();
    }

    /// How many took at most so long.
    long within(long millis) {
        return histogram.getCountBetweenValues(0, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    double millis(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public String toString() {
        return "p50 %.2f, p99 %.2f, p99.9 %.2f, max %.1f ms"
                .formatted(millis(50), millis(99), millis(99.9), millis(100));
    }
}
