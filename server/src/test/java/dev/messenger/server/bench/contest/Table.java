package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.stream.Stream;

/// All that was measured in a workload, a row for each contender, a column for each metric: the median,
/// and in brackets the least and the most. For every kind of report.
final class Table {

    private Table() {}

    static List<String> headings(Results results) {
        return Stream.concat(
                        Stream.of(""),
                        Words.metrics(results.all())
                                .map(metric -> metric.name() + ", " + metric.unit()))
                .toList();
    }

    static List<List<String>> rows(Results results) {
        return results.rounds().keySet().stream()
                .map(contender -> row(results, contender))
                .toList();
    }

    private static List<String> row(Results results, String contender) {
        return Stream.concat(
                        Stream.of(contender),
                        Words.metrics(results.all())
                                .map(metric -> results.spread(contender, metric))
                                .map(spread -> spread.map(Words::spread).orElse("")))
                .toList();
    }
}
