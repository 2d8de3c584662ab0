package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.stream.Stream;

/// All that was measured in a workload, a row for each metric, a column for each contender: the median,
/// and in brackets the least and the most. For every kind of report.
final class Table {

    private Table() {}

    static List<String> headings(Results results) {
        return Stream.concat(Stream.of(""), results.rounds().keySet().stream()).toList();
    }

    static List<List<String>> rows(Results results) {
        return Words.metrics(results.all()).map(metric -> row(results, metric)).toList();
    }

    private static List<String> row(Results results, Metric metric) {
        return Stream.concat(
                        Stream.of(metric.name() + ", " + metric.unit()),
                        results.rounds().keySet().stream()
                                .map(contender -> results.spread(contender, metric))
                                .map(spread -> spread.map(Words::spread).orElse("")))
                .toList();
    }
}
