package dev.messenger.server.metrics;

import dev.messenger.server.meter.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// A metric and its series, in the form that is shown.
final class Family {

    private static final double NANOS = 1e9;

    private Family() {}

    /// One series of a counter or gauge.
    record Row(double value, Labels labels) {

        /// @param labels name, value, name, value…
        static Row of(long value, String... labels) {
            return new Row((double) value, Labels.of(labels));
        }
    }

    /// One series of a histogram.
    record Counted(Histogram.Counts counts, Labels labels) {

        /// @param labels name, value, name, value…
        static Counted of(Histogram.Counts counts, String... labels) {
            return new Counted(counts, Labels.of(labels));
        }
    }

    /// What only grows.
    ///
    /// @param name without the `_total` that it is shown with
    static MetricSnapshot counter(String name, String help, List<Row> rows) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        for (Row row : rows) {
            builder.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .value(row.value())
                            .labels(row.labels())
                            .build());
        }
        return builder.build();
    }

    static MetricSnapshot counter(String name, String help, Row... rows) {
        return counter(name, help, List.of(rows));
    }

    /// What goes up and down.
    static MetricSnapshot gauge(String name, String help, List<Row> rows) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
        for (Row row : rows) {
            builder.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .value(row.value())
                            .labels(row.labels())
                            .build());
        }
        return builder.build();
    }

    static MetricSnapshot gauge(String name, String help, Row... rows) {
        return gauge(name, help, List.of(rows));
    }

    /// A histogram of nanoseconds, shown in seconds.
    static MetricSnapshot durations(String name, String help, List<Counted> rows) {
        return histogram(name, help, NANOS, rows);
    }

    static MetricSnapshot sizes(String name, String help, List<Counted> rows) {
        return histogram(name, help, 1, rows);
    }

    private static MetricSnapshot histogram(
            String name, String help, double unit, List<Counted> rows) {
        HistogramSnapshot.Builder builder = HistogramSnapshot.builder().name(name).help(help);
        for (Counted row : rows) {
            builder.dataPoint(
                    HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(
                                    ClassicHistogramBuckets.of(
                                            bounds(row.counts(), unit), row.counts().buckets()))
                            .sum((double) row.counts().sum() / unit)
                            .labels(row.labels())
                            .build());
        }
        return builder.build();
    }

    private static double[] bounds(Histogram.Counts counts, double unit) {
        return DoubleStream.concat(
                        LongStream.of(counts.bounds()).mapToDouble(bound -> (double) bound / unit),
                        DoubleStream.of(Double.POSITIVE_INFINITY))
                .toArray();
    }
}
