package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.Rest.Answer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/// What `/metrics` says at a moment, read by a parser that is not ours.
///
/// @param samples a value for each line, as they are named there, by their labels
record Scrape(Map<String, Map<Map<String, String>, Double>> samples) {

    static Scrape of(Rest rest) {
        Answer answer = rest.send(rest.request("/metrics", "text/plain").GET());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        return parse(answer.bytes());
    }

    private static Scrape parse(byte[] text) {
        var walker = new CollectorPrometheusMetricsWalker();
        new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text), walker).walk();
        Scrape scrape = new Scrape(new TreeMap<>());
        for (MetricFamily family : walker.getAllMetricFamilies()) {
            family.getMetrics().forEach(scrape::take);
        }
        return scrape;
    }

    private void take(Metric metric) {
        switch (metric) {
            case Counter counter -> put(metric, "", counter.getValue());
            case Gauge gauge -> put(metric, "", gauge.getValue());
            case Summary summary -> {
                put(metric, "_count", (double) summary.getSampleCount());
                put(metric, "_sum", summary.getSampleSum());
            }
            case Histogram histogram -> {
                List<Long> counts = new ArrayList<>();
                histogram.getBuckets().forEach(bucket -> counts.add(bucket.getCumulativeCount()));
                assertThat(counts).as("buckets of %s", metric).isSorted();
                assertThat(counts.getLast()).isEqualTo(histogram.getSampleCount());
                put(metric, "_bucket", (double) histogram.getSampleCount());
                put(metric, "_count", (double) histogram.getSampleCount());
                put(metric, "_sum", histogram.getSampleSum());
            }
            default -> throw new AssertionError("metric: " + metric);
        }
    }

    private void put(Metric metric, String suffix, double value) {
        samples.computeIfAbsent(metric.getName() + suffix, _ -> new HashMap<>())
                .put(metric.getLabels(), value);
    }

    /// The sum over all series that have these labels.
    ///
    /// @param labels name, value, name, value…
    double sum(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(series -> series.getKey().entrySet().containsAll(wanted.entrySet()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /// All values that a label has anywhere.
    Set<String> valuesOf(String label) {
        return samples.values().stream()
                .flatMap(series -> series.keySet().stream())
                .flatMap(labels -> Stream.ofNullable(labels.get(label)))
                .collect(Collectors.toSet());
    }

    /// How many series a metric has.
    int series(String name) {
        return samples.getOrDefault(name, Map.of()).size();
    }
}
