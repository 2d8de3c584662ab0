package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Bars in SVG, one for each contender of a workload.
final class Chart {

    private static final int WIDTH = 860;
    private static final int LABELS = 330;
    private static final int VALUES = 110;
    private static final int LINE = 26;
    private static final int BAR = 16;

    private static final String SERVER = "#3b6fd4";
    private static final String DATABASE = "#e0912f";

    private final Results results;
    private final StringBuilder svg = new StringBuilder();
    private int line;

    private Chart(Results results) {
        this.results = results;
    }

    /// What was done in the time, how long it took, and what it cost, as far as that was measured.
    static String all(Results results) {
        List<Metric> measured = Words.metrics(results.all()).toList();
        return Stream.of(
                        Stream.of(Metric.RATE, Metric.TIME, Metric.MEMORY)
                                .filter(measured::contains)
                                .map(metric -> new Chart(results).single(metric)),
                        Stream.of(Metric.CPU)
                                .filter(measured::contains)
                                .map(_ -> new Chart(results).processors()))
                .flatMap(charts -> charts)
                .collect(Collectors.joining("\n"));
    }

    private String single(Metric metric) {
        double scale = scale(metric);
        for (String contender : results.rounds().keySet()) {
            Optional<Spread> spread = results.spread(contender, metric);
            label(contender, spread, metric);
            spread.ifPresent(it -> bar(0, it.median() * scale, SERVER));
            spread.ifPresent(it -> whisker(it, scale));
        }
        return finished(metric.name() + ", " + metric.unit());
    }

    private String processors() {
        double scale = scale(Metric.CPU);
        for (String contender : results.rounds().keySet()) {
            label(contender, results.spread(contender, Metric.CPU), Metric.CPU);
            double server = median(contender, Metric.SERVER_CPU) * scale;
            bar(0, server, SERVER);
            bar(server, median(contender, Metric.DATABASE_CPU) * scale, DATABASE);
            results.spread(contender, Metric.CPU).ifPresent(it -> whisker(it, scale));
        }
        return finished("processor time an operation, µs: server blue, database orange");
    }

    private double median(String contender, Metric metric) {
        return results.spread(contender, metric).map(Spread::median).orElse(0.0);
    }

    /// Points for one unit of the metric.
    private double scale(Metric metric) {
        double most =
                results.rounds().keySet().stream()
                        .map(contender -> results.spread(contender, metric))
                        .flatMap(Optional::stream)
                        .mapToDouble(Spread::most)
                        .max()
                        .orElse(1);
        return (WIDTH - LABELS - VALUES) / Math.max(most, Double.MIN_NORMAL);
    }

    /// Begins the next line.
    private void label(String contender, Optional<Spread> spread, Metric metric) {
        line++;
        text(0, contender);
        text(WIDTH - VALUES + 10, spread.map(it -> Words.figure(metric, it.median())).orElse("–"));
    }

    private void text(int x, String text) {
        add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\">%s</text>",
                        x,
                        line * LINE + 13,
                        Html.escaped(text)));
    }

    private void bar(double from, double width, String colour) {
        add(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" rx=\"2\"/>",
                        LABELS + from,
                        line * LINE,
                        width,
                        BAR,
                        colour));
    }

    private void whisker(Spread spread, double scale) {
        double y = line * LINE + BAR / 2.0;
        add(
                String.format(
                        Locale.ROOT,
                        "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#8a93a3\" stroke-width=\"2\"/>",
                        LABELS + spread.least() * scale,
                        y,
                        LABELS + spread.most() * scale));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }

    private String finished(String title) {
        int height = (line + 1) * LINE;
        line = 0;
        text(0, title);
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\">\n%s</svg>".formatted(WIDTH, height, svg);
    }
}
