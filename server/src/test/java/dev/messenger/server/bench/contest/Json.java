package dev.messenger.server.bench.contest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// A [Report] as JSON: every round of everything, for programs.
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static String of(Report report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", report.machine().facts());
        root.put("effort", effort(report.effort()));
        root.put("workloads", report.all().stream().map(Json::workload).toList());
        root.put("claims", report.rows().stream().map(Json::claim).toList());
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static Map<String, Object> effort(Effort effort) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("rounds", effort.rounds());
        asked.put("seconds of each", effort.round().toSeconds());
        asked.put("seconds of warm-up", effort.warmUp().toSeconds());
        return asked;
    }

    private static Map<String, Object> workload(Results results) {
        Map<String, Object> contenders = new LinkedHashMap<>();
        results.rounds()
                .forEach(
                        (name, rounds) ->
                                contenders.put(name, rounds.stream().map(Json::round).toList()));
        Map<String, Object> workload = new LinkedHashMap<>();
        workload.put("name", results.workload().name());
        workload.put("title", results.workload().title());
        workload.put("rounds", contenders);
        return workload;
    }

    private static Map<String, Double> round(Round round) {
        Map<String, Double> figures = new TreeMap<>();
        round.figures()
                .forEach(
                        (metric, value) ->
                                figures.put(
                                        "%s [%s]".formatted(metric.name(), metric.unit()), value));
        figures.put("stolen [share]", round.stolen());
        figures.put("others [share]", round.elsewhere());
        return figures;
    }

    private static Map<String, Object> claim(Report.Row row) {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("what", row.claim().what());
        claim.put("against", row.claim().against());
        row.figure()
                .ifPresent(
                        figure -> {
                            claim.put("value", figure.value());
                            claim.put("unit", figure.unit());
                            claim.put(
                                    "rounds",
                                    List.of(
                                            figure.rounds().least(),
                                            figure.rounds().median(),
                                            figure.rounds().most()));
                        });
        row.claim()
                .target()
                .ifPresent(
                        target -> {
                            if (Double.isFinite(target.must())) {
                                claim.put("must", target.must());
                            }
                            claim.put("aim", target.aim());
                        });
        claim.put("verdict", row.verdict().words());
        return claim;
    }
}
