package dev.messenger.server.bench;

import dev.messenger.server.bench.contest.Contest;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Machine;
import dev.messenger.server.bench.contest.Report;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Workload;
import dev.messenger.server.bench.lab.LabWorkloads;
import dev.messenger.server.bench.profile.ProfileWorkloads;
import dev.messenger.server.bench.rest.RestWorkloads;
import dev.messenger.server.bench.sockets.SocketWorkloads;
import dev.messenger.server.bench.start.StartWorkloads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The program behind `scripts/bench`. Ends with 1 if a workload could not be measured.
@Command(
        name = "scripts/bench",
        description = "Measures the server against what it is compared with, in turns.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
final class Bench implements Callable<Integer> {

    @Parameters(paramLabel = "WORKLOAD", description = "Which of those below (default: see there).")
    private List<String> names = List.of();

    @Option(
            names = "--quick",
            description = "Short rounds of a few workloads, in three minutes, for a first look.")
    private boolean quick;

    @Option(names = "--ladder", description = "Also what each step of a request adds.")
    private boolean ladder;

    @Option(names = "--rounds", description = "Of each contender (default: 5; quick: 2).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(names = "--seconds", description = "Of each round (default: 20; quick: 1).")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--warm-up", description = "Seconds before the first (default: 15; quick: 3).")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Where the report goes, and what all programs printed"
                            + " (default: server/target/bench).")
    private Path keep = Path.of(System.getProperty("bench.home", ".."), "server/target/bench");

    @Spec private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench());
        line.getCommandSpec().usageMessage().footer(workloads());
        System.exit(line.execute(arguments));
    }

    private static Stream<Workload> all() {
        return Stream.of(
                        RestWorkloads.all(),
                        SocketWorkloads.all(),
                        StartWorkloads.all(),
                        LabWorkloads.all(),
                        ProfileWorkloads.all())
                .flatMap(List::stream);
    }

    /// For `--help`.
    private static String[] workloads() {
        return Stream.concat(
                        Stream.of("", "Workloads (*: in quick runs, too; -: only if named):"),
                        all().map(Bench::described))
                .toArray(String[]::new);
    }

    private static String described(Workload workload) {
        String mark =
                switch (workload.scope()) {
                    case QUICK_AND_FULL -> "*";
                    case FULL -> " ";
                    case NAMED -> "-";
                };
        // The library formats once more.
        return "  %s %-13s %s"
                .formatted(mark, workload.name(), workload.title())
                .replace("%", "%%");
    }

    @Override
    public Integer call() throws Exception {
        List<Workload> chosen = chosen();
        PrintWriter progress = spec.commandLine().getErr();
        Instant began = Instant.now();
        List<String> failures = new ArrayList<>();
        try (Stage stage = Stage.open(keep.toAbsolutePath(), effort())) {
            Report report = new Report(Machine.of(stage), effort());
            Contest contest = new Contest(stage, progress::println);
            for (Workload workload : chosen) {
                try {
                    report.add(contest.hold(workload));
                    // What is found so far stays if the rest is given up.
                    report.write(keep);
                } catch (InterruptedException stopped) {
                    throw stopped;
                } catch (Exception failed) {
                    // The others can be measured all the same.
                    failures.add(workload.name() + ": " + failed);
                    progress.println(failures.getLast());
                }
            }
            stage.errors().forEach(line -> failures.add("server: " + line));
            spec.commandLine().getOut().println(report.text());
        }
        progress.println(
                "It took %d s. The report: %s"
                        .formatted(
                                Duration.between(began, Instant.now()).toSeconds(),
                                keep.resolve("report.html")));
        failures.forEach(failure -> progress.println("FAILED " + failure));
        return failures.isEmpty() ? 0 : 1;
    }

    private List<Workload> chosen() {
        List<String> unknown =
                names.stream()
                        .filter(name -> all().noneMatch(it -> it.name().equals(name)))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "There is no workload %s; there are %s."
                            .formatted(
                                    unknown.getFirst(),
                                    all().map(Workload::name).collect(Collectors.joining(", "))));
        }
        return all().filter(
                        it ->
                                (names.isEmpty() ? it.isPartOf(quick) : names.contains(it.name()))
                                        || (ladder && it.name().equals("ladder")))
                .toList();
    }

    private Effort effort() {
        return new Effort(
                rounds.orElse(quick ? 2 : 5),
                Duration.ofSeconds(seconds.orElse(quick ? 1 : 20)),
                Duration.ofSeconds(warmUp.orElse(quick ? 3 : 15)));
    }
}
