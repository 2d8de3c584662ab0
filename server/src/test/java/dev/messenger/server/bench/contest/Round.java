package dev.messenger.server.bench.contest;

import java.util.Map;
import java.util.Optional;

/// One round of a contender, with all that is known of it.
///
/// @param figures each metric's
/// @param stolen share of the processors that the host gave to others
/// @param elsewhere share of the processors that went to programs which had no part in it
public record Round(Map<Metric, Double> figures, double stolen, double elsewhere) {

    /// Ratios of rounds of which less went to others hardly tell it.
    static final double DISTURBING = 0.05;

    boolean isDisturbed() {
        return stolen + elsewhere > DISTURBING;
    }

    public Optional<Double> get(Metric metric) {
        return Optional.ofNullable(figures.get(metric));
    }
}
