package dev.messenger.server.torture;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Run.Cost;
import dev.messenger.server.torture.Run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What a whole torture printed: one line of sums, one line a trouble.
final class Table {

    private Table() {}

    static List<String> of(List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("acked", "stored", "changes", "delivered"));
        List<String> values =
                new ArrayList<>(
                        List.of(
                                sum(outcomes, it -> it.result().acked()),
                                sum(outcomes, it -> it.result().stored()),
                                sum(outcomes, it -> it.result().changes()),
                                sum(outcomes, it -> it.result().delivered())));
        for (Fault fault : Fault.values()) {
            titles.add(Findings.name(fault));
            values.add(sum(outcomes, it -> it.result().findings().count(fault)));
        }
        lines.add("| " + String.join(" | ", titles) + " |");
        lines.add("|" + "---:|".repeat(titles.size()));
        lines.add("| " + String.join(" | ", values) + " |");
        lines.add("");
        lines.add("| fault | times | outage ms, p50 | max | recovery ms, p50 | max |");
        lines.add("|---|---:|---:|---:|---:|---:|");
        Map<Trouble, List<Cost>> costs =
                outcomes.stream()
                        .flatMap(outcome -> outcome.costs().stream())
                        .collect(
                                Collectors.groupingBy(
                                        Cost::trouble, TreeMap::new, Collectors.toList()));
        costs.forEach(
                (trouble, all) ->
                        lines.add(
                                "| %s | %d | %s | %s |"
                                        .formatted(
                                                trouble.word(),
                                                all.size(),
                                                spread(all, Cost::outageMillis),
                                                spread(all, Cost::recoveryMillis))));
        long[] pings =
                outcomes.stream()
                        .flatMap(outcome -> outcome.pings().stream())
                        .mapToLong(nanos -> nanos)
                        .sorted()
                        .toArray();
        if (pings.length > 0) {
            lines.add("");
            lines.add(
                    "%,d pings while PostgreSQL was paused: p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                            .formatted(
                                    pings.length,
                                    percentile(pings, 50) / 1e6,
                                    percentile(pings, 99) / 1e6,
                                    percentile(pings, 100) / 1e6));
        }
        return lines;
    }

    /// By the nearest rank.
    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.max(0, Math.ceilDiv(sorted.length * percent, 100) - 1)];
    }

    private static String sum(List<Outcome> outcomes, ToLongFunction<Outcome> value) {
        return "%,d".formatted(outcomes.stream().mapToLong(value).sum());
    }

    private static String spread(List<Cost> costs, ToLongFunction<Cost> value) {
        long[] sorted = costs.stream().mapToLong(value).sorted().toArray();
        return "%,d | %,d".formatted(percentile(sorted, 50), percentile(sorted, 100));
    }
}
