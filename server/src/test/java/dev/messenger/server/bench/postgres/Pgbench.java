package dev.messenger.server.bench.postgres;

import dev.messenger.server.bench.contest.Command;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// PostgreSQL under pgbench: the server's own instance and database, a script of `scripts/pgbench`, as
/// many connections as are told, statements prepared.
public final class Pgbench implements Contender {

    /// Chats that nobody has: rows of `messages` need none.
    private static final long NOBODYS_CHATS = 1_000_000_000;

    private final Stage stage;
    private final String name;
    private final Work work;
    private final Path log;

    /// @param script a file of `scripts/pgbench`
    /// @param rows operations that one transaction is
    /// @param variables of the script
    private record Work(String script, int clients, int rows, Map<String, Long> variables) {}

    private Pgbench(Stage stage, String name, Work work) {
        this.stage = stage;
        this.name = name;
        this.work = work;
        this.log = stage.log("pgbench");
    }

    /// The page that `/get_past_messages` reads.
    ///
    /// @param first of the chats that are read, to `last`
    public static Contender history(Stage stage, String name, int clients, long first, long last) {
        return new Pgbench(
                stage,
                name,
                new Work(
                        "history.sql",
                        clients,
                        1,
                        Map.of(
                                "first",
                                first,
                                "last",
                                last,
                                "before",
                                Long.MAX_VALUE,
                                "skip",
                                0L,
                                "most",
                                300L)));
    }

    /// What `/search` reads.
    public static Contender search(Stage stage, String name, int clients, long first, long last) {
        return new Pgbench(
                stage,
                name,
                new Work(
                        "search.sql",
                        clients,
                        1,
                        Map.of("first", first, "last", last, "most", 50L)));
    }

    /// A message a commit, by so many clients at once. With one client, its mean is what one commit
    /// takes.
    public static Contender singleInserts(Stage stage, String name, int clients) {
        return new Pgbench(stage, name, new Work("insert.sql", clients, 1, inserting()));
    }

    /// A message a commit with all that the server does for one: by so many clients at once.
    ///
    /// @param first of the chats, of which each client has `each`
    public static Contender messages(Stage stage, String name, int clients, long first, long each) {
        return new Pgbench(
                stage,
                name,
                new Work("message.sql", clients, 1, Map.of("first", first, "each", each)));
    }

    /// Sixty-four messages a commit, which count as so many operations.
    public static Contender batchInserts(Stage stage, String name, int clients) {
        return new Pgbench(stage, name, new Work("insert-batch.sql", clients, 64, inserting()));
    }

    private static Map<String, Long> inserting() {
        return Map.of("chats", NOBODYS_CHATS, "sender", 1L);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Costs costs() {
        return Costs.ofDatabase(server().database());
    }

    @Override
    public Tally run(Duration time) throws Exception {
        Server server = server();
        Map<String, String> environment =
                Map.of(
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        Integer.toString(server.databasePort()),
                        "PGUSER",
                        "messenger",
                        "PGPASSWORD",
                        server.databasePassword());
        PgbenchReport report = PgbenchReport.of(Command.run(command(time), environment, log));
        return Tally.of(report.transactions() * work.rows, report.seconds())
                .with(Metric.MEAN, report.mean());
    }

    private List<String> command(Duration time) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "pgbench",
                                "--no-vacuum",
                                "--protocol=prepared",
                                "--client=" + work.clients,
                                "--jobs=1",
                                "--time=" + Math.max(1, time.toSeconds()),
                                "--file="
                                        + stage.installation()
                                                .scripts()
                                                .resolve("pgbench/" + work.script)));
        Map<String, Long> variables = new TreeMap<>(work.variables);
        // What is inserted in one round must not meet what was inserted in another.
        variables.put("seq", System.currentTimeMillis() * 1_000_000);
        variables.forEach((variable, value) -> command.add("--define=" + variable + "=" + value));
        command.add("messenger");
        return command;
    }

    private Server server() {
        try {
            return stage.server();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
