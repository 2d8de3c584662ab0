package dev.messenger.server.metrics;

import dev.messenger.protocol.Json;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The numbers as live charts want them: what is, how fast it grows, and how long it took lately.
///
/// ```
/// {"seconds": 1.0,                                       since the look before, which rates are of
///  "gauges":     {"messenger_polls_waiting": 3, …},
///  "counters":   {"messenger_pushes_total{outcome=\"sent\"}": {"total": 7, "rate": 0.5}, …},
///  "histograms": {"messenger_writer_commit_seconds{writer=\"0\"}":
///                  {"count": 90, "rate": 4.0, "mean": 0.002, "p50": …, "p90": …, "p99": …}, …}}
/// ```
/// Of what did not happen since the look before there are neither mean nor percentiles. Any number of
/// viewers share one look, and there are never two of them within [#SHORTEST].
final class LiveView {

    /// Between two looks.
    static final Duration SHORTEST = Duration.ofMillis(500);

    private final Supplier<MetricSnapshots> snapshots;
    private final LongSupplier nanoTime;
    private @Nullable Sample latest;
    private byte[] json = {};

    /// What was seen at one look, by the name of the series.
    ///
    /// @param at by the clock
    private record Sample(
            long at,
            Map<String, Double> gauges,
            Map<String, Double> counters,
            Map<String, Spread> spreads) {

        static Sample at(long now) {
            return new Sample(now, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }
    }

    LiveView(Supplier<MetricSnapshots> snapshots, LongSupplier nanoTime) {
        this.snapshots = snapshots;
        this.nanoTime = nanoTime;
    }

    synchronized byte[] json() {
        long now = nanoTime.getAsLong();
        Sample before = latest;
        if (before == null || now - before.at() >= SHORTEST.toNanos()) {
            Sample seen = look(now);
            json = Json.write(compare(before == null ? seen : before, seen));
            latest = seen;
        }
        return json;
    }

    private Sample look(long now) {
        Sample sample = Sample.at(now);
        for (MetricSnapshot metric : snapshots.get()) {
            String name = metric.getMetadata().getPrometheusName();
            switch (metric) {
                case GaugeSnapshot gauge ->
                        gauge.getDataPoints()
                                .forEach(
                                        it ->
                                                putFinite(
                                                        sample.gauges(),
                                                        series(name, it.getLabels()),
                                                        it.getValue()));
                case CounterSnapshot counter ->
                        counter.getDataPoints()
                                .forEach(
                                        it ->
                                                putFinite(
                                                        sample.counters(),
                                                        series(name + "_total", it.getLabels()),
                                                        it.getValue()));
                case HistogramSnapshot histogram ->
                        histogram
                                .getDataPoints()
                                .forEach(
                                        it ->
                                                sample.spreads()
                                                        .put(
                                                                series(name, it.getLabels()),
                                                                Spread.of(it)));
                case SummarySnapshot summary ->
                        summary.getDataPoints()
                                .forEach(
                                        it ->
                                                sample.spreads()
                                                        .put(
                                                                series(name, it.getLabels()),
                                                                Spread.of(it)));
                default -> {
                    // What has no number, such as the JVM's name, is nothing for a chart.
                }
            }
        }
        return sample;
    }

    private static Map<String, Object> compare(Sample before, Sample now) {
        double seconds = (double) (now.at() - before.at()) / 1e9;
        Map<String, Object> counters = new LinkedHashMap<>();
        now.counters()
                .forEach(
                        (series, total) -> {
                            double grown = total - before.counters().getOrDefault(series, 0.0);
                            counters.put(
                                    series,
                                    Map.of("total", total, "rate", perSecond(grown, seconds)));
                        });
        Map<String, Object> spreads = new LinkedHashMap<>();
        now.spreads()
                .forEach(
                        (series, spread) -> {
                            Spread grown = spread.since(before.spreads().get(series));
                            Map<String, Object> shown = new LinkedHashMap<>();
                            shown.put("count", spread.count());
                            shown.put("rate", perSecond((double) grown.count(), seconds));
                            shown.putAll(grown.averages());
                            spreads.put(series, shown);
                        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seconds", seconds);
        all.put("gauges", now.gauges());
        all.put("counters", counters);
        all.put("histograms", spreads);
        return all;
    }

    private static double perSecond(double grown, double seconds) {
        return seconds == 0 ? 0 : grown / seconds;
    }

    private static void putFinite(Map<String, Double> values, String series, double value) {
        if (Double.isFinite(value)) { // JSON has no others
            values.put(series, value);
        }
    }

    /// As Prometheus writes it.
    private static String series(String name, Labels labels) {
        return labels.isEmpty()
                ? name
                : labels.stream()
                        .map(LiveView::shown)
                        .collect(Collectors.joining(",", name + "{", "}"));
    }

    private static String shown(Label label) {
        return label.getName() + "=\"" + label.getValue() + "\"";
    }
}
