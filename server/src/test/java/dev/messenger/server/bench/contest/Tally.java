package dev.messenger.server.bench.contest;

import java.util.HashMap;
import java.util.Map;

/// What a contender did in one round.
///
/// @param operations how many; what the round cost is divided by it. None if that means nothing
/// @param seconds they took
/// @param figures others that it knows, such as latencies
public record Tally(double operations, double seconds, Map<Metric, Double> figures) {

    public static Tally of(double operations, double seconds) {
        return new Tally(operations, seconds, Map.of());
    }

    /// Of work that is done once a round, and so has no rate.
    public static Tally only(Metric metric, double value) {
        return new Tally(0, 0, Map.of(metric, value));
    }

    public Tally with(Metric metric, double value) {
        Map<Metric, Double> more = new HashMap<>(figures);
        more.put(metric, value);
        return new Tally(operations, seconds, Map.copyOf(more));
    }
}
