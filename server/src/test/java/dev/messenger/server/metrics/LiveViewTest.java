package dev.messenger.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.messenger.server.meter.Histogram;
import dev.messenger.server.metrics.Family.Counted;
import dev.messenger.server.metrics.Family.Row;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

final class LiveViewTest {

    private static final String COMMITS = "commit_seconds{writer=\"0\"}";

    private final Histogram commits = Histogram.ofDurations();
    private long waiting;
    private long sent;
    private int looks;
    private long now;
    private final LiveView view = new LiveView(this::snapshots, () -> now);

    private MetricSnapshots snapshots() {
        looks++;
        return new MetricSnapshots(
                Family.gauge("waiting", "Those who wait.", Row.of(waiting)),
                Family.gauge("unknown", "What nobody knows.", new Row(Double.NaN, Labels.EMPTY)),
                Family.counter("sent", "What is sent.", Row.of(sent, "to", "ann")),
                Family.durations(
                        "commit_seconds",
                        "Commits.",
                        List.of(Counted.of(commits.counts(), "writer", "0"))));
    }

    @Test
    void firstLookShowsWhatIsAndNoRates() {
        waiting = 3;
        sent = 7;
        commits.record(Duration.ofMillis(3).toNanos());

        assertThat(look())
                .containsOnlyKeys("seconds", "gauges", "counters", "histograms")
                .containsEntry("seconds", 0.0)
                .containsEntry("gauges", Map.of("waiting", 3.0));
        assertThat(part("counters", "sent_total{to=\"ann\"}"))
                .containsOnly(entry("total", 7.0), entry("rate", 0.0));
        assertThat(part("histograms", COMMITS)).containsOnly(entry("count", 1), entry("rate", 0.0));
    }

    @Test
    void ratesAndPercentilesAreOfTheTimeSinceTheLookBefore() {
        commits.record(Duration.ofSeconds(9).toNanos());
        sent = 7;
        look();
        sent = 27;
        for (int i = 0; i < 100; i++) {
            commits.record(Duration.ofMillis(i < 90 ? 2 : 40).toNanos());
        }
        now += Duration.ofSeconds(10).toNanos();

        assertThat(look()).containsEntry("seconds", 10.0);
        assertThat(part("counters", "sent_total{to=\"ann\"}")).containsEntry("rate", 2.0);
        Map<String, Object> spread = part("histograms", COMMITS);
        assertThat(spread.get("count")).isEqualTo(101);
        assertThat(spread.get("rate")).isEqualTo(10.0);
        assertThat(number(spread, "mean")).isCloseTo(0.0058, Offset.offset(1e-9));
        assertThat(number(spread, "p50")).isBetween(0.001, 0.0025);
        assertThat(number(spread, "p90")).isEqualTo(0.0025);
        assertThat(number(spread, "p99")).isBetween(0.025, 0.05);
    }

    @Test
    void viewersShareALook() {
        byte[] first = view.json();
        now += LiveView.SHORTEST.toNanos() - 1;
        assertThat(view.json()).isSameAs(first);
        assertThat(looks).isEqualTo(1);

        now++;
        assertThat(view.json()).isNotSameAs(first);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void whatIsAboveAllBoundsCountsAsTheLast() {
        look();
        commits.record(Duration.ofHours(1).toNanos());
        now += LiveView.SHORTEST.toNanos();
        look();
        assertThat(number(part("histograms", COMMITS), "p99")).isEqualTo(30);
    }

    private Map<String, Object> look() {
        return new JsonMapper().readValue(view.json(), new TypeReference<>() {});
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> part(String kind, String series) {
        Map<String, Object> all = (Map<String, Object>) Objects.requireNonNull(look().get(kind));
        return (Map<String, Object>) Objects.requireNonNull(all.get(series));
    }

    private static double number(Map<String, Object> values, String name) {
        return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
    }
}
