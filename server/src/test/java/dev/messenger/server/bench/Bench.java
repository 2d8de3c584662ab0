package dev.messenger.server.bench;

import dev.messenger.server.bench.contest.Contest;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Machine;
import dev.messenger.server.bench.contest.Report;
import dev.messenger.server.bench.contest.Results;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Workload;
import dev.messenger.server.bench.rest.RestWorkloads;
import dev.messenger.server.bench.sockets.SocketWorkloads;
import dev.messenger.server.bench.start.StartWorkloads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
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

    @Parameters(
            paramLabel = "WORKLOAD",
            description = "Which (default: all but those marked): ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    private List<String> names = List.of();

    @Option(names = "--quick", description = "Short rounds, for a first look.")
    private boolean quick;

    @Option(names = "--ladder", description = "Also what each step of a request adds.")
    private boolean ladder;

    @Option(names = "--rounds", description = "Of each contender (default: 5; quick: 2).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(names = "--seconds", description = "Of each round (default: 20; quick: 1).")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--warm-up", description = "Seconds before the first (default: 15; quick: 2).")
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
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    private static Stream<Workload> all() {
        return Stream.of(RestWorkloads.all(), SocketWorkloads.all(), StartWorkloads.all())
                .flatMap(List::stream);
    }

    /// For `--help`.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return all().map(it -> it.name() + (it.onlyByName() ? " (marked)" : "")).iterator();
        }
    }

    @Override
    public Integer call() throws Exception {
        List<Workload> chosen = chosen();
        PrintWriter progress = spec.commandLine().getErr();
        List<String> failures = new ArrayList<>();
        try (Stage stage = Stage.open(keep.toAbsolutePath(), effort())) {
            Report report = new Report(Machine.of(stage), effort());
            Contest contest = new Contest(stage, progress::println);
            for (Workload workload : chosen) {
                try {
                    Results results = contest.hold(workload);
                    report.add(results);
                } catch (InterruptedException stopped) {
                    throw stopped;
                } catch (Exception failed) {
                    // The others can be measured all the same.
                    failures.add(workload.name() + ": " + failed);
                    progress.println(failures.getLast());
                }
            }
            stage.server().program().errors().forEach(line -> failures.add("server: " + line));
            report.write(keep);
            spec.commandLine().getOut().println(report.text());
        }
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
                                names.isEmpty()
                                        ? !it.onlyByName() || (ladder && it.name().equals("ladder"))
                                        : names.contains(it.name())
                                                || (ladder && it.name().equals("ladder")))
                .toList();
    }

    private Effort effort() {
        return new Effort(
                rounds.orElse(quick ? 2 : 5),
                Duration.ofSeconds(seconds.orElse(quick ? 1 : 20)),
                Duration.ofSeconds(warmUp.orElse(quick ? 2 : 15)));
    }
}
