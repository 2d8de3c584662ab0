package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What was found. Filled and written on the main thread.
public final class Report {

    private final Machine machine;
    private final Effort effort;
    private final List<Results> all = new ArrayList<>();

    public Report(Machine machine, Effort effort) {
        this.machine = machine;
        this.effort = effort;
    }

    public void add(Results results) {
        all.add(results);
    }

    /// Writes `report.md`, `report.json` and `report.html`.
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), text());
        Files.writeString(directory.resolve("report.json"), Json.of(this));
        Files.writeString(directory.resolve("report.html"), Html.of(this));
    }

    /// In Markdown, as the README shows it.
    public String text() {
        return Markdown.of(this);
    }

    Machine machine() {
        return machine;
    }

    Effort effort() {
        return effort;
    }

    List<Results> all() {
        return all;
    }

    /// A row of the final table.
    record Row(Claim claim, Optional<Claim.Figure> figure) {

        Claim.Verdict verdict() {
            return claim.judge(figure);
        }

        /// Cell by cell.
        List<String> cells() {
            return List.of(
                    claim.what(),
                    claim.against(),
                    figure.map(it -> Words.number(it.value()) + " " + it.unit()).orElse("–"),
                    figure.map(it -> Words.range(it.rounds())).orElse(""),
                    bound(claim.target().map(Claim.Target::must)),
                    bound(claim.target().map(Claim.Target::aim)),
                    verdict().words());
        }

        private static String bound(Optional<Double> bound) {
            return bound.filter(Double::isFinite).map(Words::number).orElse("");
        }
    }

    static final List<String> HEADINGS =
            List.of("what", "against", "median of rounds", "least – most", "must", "aim", "");

    List<Row> rows() {
        return all.stream()
                .flatMap(
                        results ->
                                results.workload().claims().stream()
                                        .map(claim -> new Row(claim, claim.measure().of(results))))
                .toList();
    }

    /// How far the figures can be trusted.
    String disturbances() {
        long disturbed = all.stream().flatMap(Results::all).filter(Round::isDisturbed).count();
        long rounds = all.stream().flatMap(Results::all).count();
        return "In %d of %d rounds the host or other programs had more than %s of the machine."
                .formatted(disturbed, rounds, Words.percent(Round.DISTURBING));
    }

    /// The share of the machine that others had in the worst round.
    double worst(Results results, ToDoubleFunction<Round> share) {
        return results.all().mapToDouble(share).max().orElse(0);
    }
}
