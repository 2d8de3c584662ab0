package dev.messenger.server.bench.contest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Figures as people read them.
final class Words {

    /// More than this share of the machine is worth a word where it went to others.
    private static final double NOTABLE = 0.02;

    private static final List<Metric> ORDER =
            List.of(
                    Metric.RATE,
                    Metric.MEGABYTES,
                    Metric.TIME,
                    Metric.MEMORY,
                    Metric.MEAN,
                    Metric.P50,
                    Metric.P99,
                    Metric.P999,
                    Metric.SERVER_CPU,
                    Metric.DATABASE_CPU,
                    Metric.CPU,
                    Metric.ALLOCATED);

    private Words() {}

    static String of(String contender, Round round) {
        return contender
                + ": "
                + metrics(Stream.of(round))
                        .map(metric -> named(metric, round))
                        .collect(Collectors.joining(", "))
                + (round.stolen() > NOTABLE ? ", stolen " + percent(round.stolen()) : "")
                + (round.elsewhere() > NOTABLE
                        ? ", used by others " + percent(round.elsewhere())
                        : "");
    }

    private static String named(Metric metric, Round round) {
        return metric.name() + " " + figure(metric, round.get(metric).orElseThrow());
    }

    /// Those that the rounds have, the common ones first.
    static Stream<Metric> metrics(Stream<Round> rounds) {
        var there =
                rounds.flatMap(round -> round.figures().keySet().stream())
                        .collect(Collectors.toSet());
        return Stream.concat(
                ORDER.stream().filter(there::contains),
                there.stream()
                        .filter(metric -> !ORDER.contains(metric))
                        .sorted(Comparator.comparing(Metric::name, String.CASE_INSENSITIVE_ORDER)));
    }

    static String spread(Spread spread) {
        return "%s (%s)".formatted(number(spread.median()), range(spread));
    }

    static String range(Spread spread) {
        return "%s – %s".formatted(number(spread.least()), number(spread.most()));
    }

    static String figure(Metric metric, double value) {
        return number(value) + " " + metric.unit();
    }

    /// Three digits that matter, more only before the point.
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
