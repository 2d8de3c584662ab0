package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rounds of a workload's contenders.
///
/// @param rounds of each, in the order in which they took turns
public record Results(Workload workload, Map<String, List<Round>> rounds) {

    Stream<Round> all() {
        return rounds.values().stream().flatMap(List::stream);
    }

    /// One figure a round, or none if it has none.
    public List<Double> values(String contender, Metric metric) {
        List<Round> all = rounds.get(contender);
        if (all == null) {
            throw new IllegalArgumentException(
                    "contender: %s (expected: one of %s)".formatted(contender, rounds.keySet()));
        }
        return all.stream().map(round -> round.get(metric)).flatMap(Optional::stream).toList();
    }

    public Optional<Spread> spread(String contender, Metric metric) {
        return Spread.of(values(contender, metric));
    }
}
