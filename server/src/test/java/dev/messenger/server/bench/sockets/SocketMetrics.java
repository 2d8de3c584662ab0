package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Tally;

/// Figures that only sockets have.
final class SocketMetrics {

    /// To the last of a message's receivers.
    static final Metric DELIVERED_P50 = new Metric("delivered p50", "ms");

    static final Metric DELIVERED_P99 = new Metric("delivered p99", "ms");

    /// The median at a fifth of the highest rate.
    static final Metric P50_AT_FIFTH = new Metric("p50 at 20 %", "ms");

    private SocketMetrics() {}

    /// What a [Load] did, an answer an operation.
    static Tally answers(Score score) {
        Tally tally =
                Tally.of((double) score.done(), score.secondsUntilLast())
                        .with(Metric.P50, score.answers().millis(50))
                        .with(Metric.P99, score.answers().millis(99));
        return score.deliveries().count() == 0
                ? tally
                : tally.with(DELIVERED_P50, score.deliveries().millis(50))
                        .with(DELIVERED_P99, score.deliveries().millis(99));
    }

    /// The same, a delivery an operation.
    static Tally deliveries(Score score) {
        return Tally.of((double) score.arrived(), score.secondsUntilLast())
                .with(DELIVERED_P50, score.deliveries().millis(50))
                .with(DELIVERED_P99, score.deliveries().millis(99))
                .with(Metric.P99, score.answers().millis(99));
    }
}
