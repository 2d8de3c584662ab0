package dev.messenger.server.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {

    @TempDir Path directory;

    @BeforeEach
    void write() throws IOException {
        Effort effort = new Effort(2, Duration.ofSeconds(20), Duration.ofSeconds(15));
        Report report = new Report(new Machine(Map.of("processor", "A <fast> one")), effort);
        Workload workload =
                Workload.of(
                        "race",
                        "a race",
                        _ -> List.of(),
                        Claim.ratio("speed", "we & you", "they", Metric.RATE).atLeast(0.5, 0.9));
        report.add(
                new Results(
                        workload,
                        new TreeMap<>(
                                Map.of(
                                        "they",
                                        rounds(20_000, 20_000),
                                        "we & you",
                                        rounds(12_000, 14_000)))));
        report.write(directory);
    }

    private static List<Round> rounds(double first, double second) {
        return List.of(
                new Round(Map.of(Metric.RATE, first, Metric.CPU, 50.0), 0.01, 0.002),
                new Round(Map.of(Metric.RATE, second, Metric.CPU, 60.0), 0, 0));
    }

    @Test
    void theTableJudges() throws IOException {
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("|  | they | we & you |")
                .contains("| rate, /s | 20,000 (20,000 – 20,000) | 13,000 (12,000 – 14,000) |")
                .contains("| speed | they | 0.650 × | 0.600 – 0.700 | 0.500 | 0.900 | ok |")
                .contains("the host took 1.0 % of the machine, other programs 0.2 %")
                .contains("In 0 of 4 rounds the host or other programs had more than 5.0 %");
    }

    @Test
    void theJsonHoldsEveryRound() throws IOException {
        JsonNode report =
                new JsonMapper().readTree(Files.readString(directory.resolve("report.json")));

        JsonNode rounds = report.at("/workloads/0/rounds/we & you");
        assertThat(rounds.size()).isEqualTo(2);
        assertThat(rounds.get(1).get("rate [/s]").asDouble()).isEqualTo(14_000);
        assertThat(report.at("/effort/rounds").asInt()).isEqualTo(2);
        assertThat(report.at("/claims/0/value").asDouble()).isCloseTo(0.65, within(1e-9));
        assertThat(report.at("/claims/0/verdict").asString()).isEqualTo("ok");
    }

    @Test
    void thePageNeedsNothingElseAndBelievesNoName() throws IOException {
        assertThat(Files.readString(directory.resolve("report.html")))
                .contains(
                        "<svg",
                        "we &amp; you",
                        "<td>13,000 (12,000 – 14,000)",
                        "A &lt;fast&gt; one")
                .doesNotContain("<script", "http://", "https://", "<fast>");
    }
}
