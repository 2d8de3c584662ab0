package dev.messenger.server.torture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.messenger.server.torture.Run.Outcome;
import dev.messenger.server.torture.Run.Setting;
import dev.messenger.storage.embedded.KillableDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The program behind `scripts/torture`. Ends with 1 if anything was found that must not be.
@Command(
        name = "scripts/torture",
        description = "Tortures a server and its database, and counts what became of the messages.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class Torture implements Callable<Integer> {

    @Option(names = "--seed", description = "The first one (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--seeds", description = "How many (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--faults",
            split = ",",
            converter = Words.class,
            description = "Which (default: all of them): ${DEFAULT-VALUE}.")
    private List<Trouble> faults = List.of(Trouble.values());

    @Option(
            names = "--kills",
            description = "Of the server, over all seeds (default: ${DEFAULT-VALUE}).")
    private int kills = 2;

    @Option(
            names = "--each",
            description = "Of each other fault, over all seeds (default: ${DEFAULT-VALUE}).")
    private int each = 1;

    @Option(
            names = "--schedule",
            split = ",",
            converter = Words.class,
            description = "Exactly these faults, in this order, as a run printed them.")
    private List<Trouble> schedule = List.of();

    @Option(
            names = "--seconds",
            description = "No fault begins later in a seed (default: ${DEFAULT-VALUE}).")
    private int seconds = 70;

    @Option(
            names = "--controls",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "<title>",
            description =
                    "Shows that the checker cries when it should: always, or in this control.")
    private Optional<String> controls = Optional.empty();

    @Option(
            names = "--keep",
            description = "Where logs of devices and servers go (default: a temporary directory).")
    private Optional<Path> keep = Optional.empty();

    @Option(names = "--server-class-path", hidden = true)
    private String serverClassPath = System.getProperty("java.class.path");

    @Option(names = "--server-java-options", split = " ", hidden = true)
    private List<String> serverJavaOptions = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        ((Logger) LoggerFactory.getLogger("dev.messenger")).setLevel(Level.WARN);
        System.exit(new CommandLine(new Torture()).execute(arguments));
    }

    /// Reads the words of `--faults`.
    static final class Words implements CommandLine.ITypeConverter<Trouble> {
        @Override
        public Trouble convert(String word) {
            return Trouble.of(word);
        }
    }

    @Override
    public Integer call() throws Exception {
        Path directory =
                keep.isPresent()
                        ? Files.createDirectories(keep.get().toAbsolutePath())
                        : Files.createTempDirectory("messenger-torture");
        List<String> java = new ArrayList<>(serverJavaOptions);
        java.addAll(List.of("-cp", serverClassPath));
        PrintWriter out = spec.commandLine().getOut();
        boolean good =
                controls.isPresent()
                        ? new Controls(java, directory, out).run(controls.get())
                        : torture(java, directory, out);
        if (good && keep.isEmpty()) {
            delete(directory);
        }
        return good ? 0 : 1;
    }

    /// Whether nothing was found.
    private boolean torture(List<String> java, Path directory, PrintWriter out)
            throws IOException, SQLException, InterruptedException {
        List<Schedule> schedules =
                schedule.isEmpty()
                        ? Schedule.spread(seed, seeds, faults, kills, each)
                        : List.of(Schedule.of(seed, schedule));
        List<Outcome> outcomes = new ArrayList<>();
        Path data = Files.createDirectories(directory.resolve("database"));
        try (KillableDatabase database = KillableDatabase.durable(data)) {
            for (Schedule next : schedules) {
                Path own = Files.createDirectories(directory.resolve("seed-" + next.seed()));
                out.printf("seed %d: --schedule %s%n", next.seed(), next.words());
                out.flush();
                Outcome outcome = Run.of(next, Setting.straight(database, java, own, seconds));
                outcomes.add(outcome);
                report(outcome, own, out);
            }
        }
        delete(data);
        out.println();
        Table.of(outcomes).forEach(out::println);
        out.flush();
        return outcomes.stream().allMatch(outcome -> outcome.result().findings().none());
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void report(Outcome outcome, Path directory, PrintWriter out) {
        Checker.Result result = outcome.result();
        out.printf(
                "seed %d: %,d acked, %,d stored, %,d changes, %,d delivered, found %s, %d errors logged%n",
                outcome.schedule().seed(),
                result.acked(),
                result.stored(),
                result.changes(),
                result.delivered(),
                result.findings().none() ? "nothing" : result.findings(),
                outcome.errors().size());
        result.findings().examples().forEach(example -> out.println("  " + example));
        outcome.errors().stream().limit(3).forEach(error -> out.println("  log: " + error));
        if (!result.findings().none()) {
            out.println("  journals: " + directory);
        }
        out.flush();
    }
}
