package dev.messenger.server.torture;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Saboteur.Incident;
import dev.messenger.server.torture.Schedule.Step;
import dev.messenger.server.torture.ServerUnderTest.Program;
import dev.messenger.storage.embedded.KillableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// One seed: people talk, troubles come and go, all is healed, everybody catches up, and then it is
/// counted. Runs on the caller's thread and leaves nothing but files.
final class Run {

    private static final int FIRST_ACKS = 60;
    private static final int STANDSTILL_SECONDS = 30;
    private static final int SETTLING_SECONDS = 45;
    private static final long LOOK_AGAIN_MILLIS = 100;

    /// What a run is made in, and with.
    ///
    /// @param javaOptions of the server's JVM, its class path among them
    /// @param serverFlags besides those that name the database
    /// @param directory for this run's files alone
    /// @param limitSeconds after which no new trouble begins
    /// @param wiring what lies between every device and the server
    /// @param prepare is told the database, once all are known and before anybody talks
    /// @param earlyCommits see [EarlyCommits]
    record Setting(
            KillableDatabase database,
            List<String> javaOptions,
            List<String> serverFlags,
            Path directory,
            int limitSeconds,
            UnaryOperator<Link> wiring,
            Preparation prepare,
            boolean earlyCommits) {

        /// As it should be.
        static Setting straight(
                KillableDatabase database,
                List<String> javaOptions,
                Path directory,
                int limitSeconds) {
            return new Setting(
                    database,
                    javaOptions,
                    List.of(),
                    directory,
                    limitSeconds,
                    link -> link,
                    _ -> {},
                    false);
        }
    }

    /// Something to be done to the database before anybody talks.
    interface Preparation {
        void apply(Stored.Source source) throws SQLException;
    }

    /// What a trouble cost.
    ///
    /// @param outageMillis the longest time in which nothing was acknowledged
    /// @param recoveryMillis from its end to the next ack; -1: there was none
    record Cost(Trouble trouble, long outageMillis, long recoveryMillis) {}

    /// @param pings round trips in nanoseconds while the database was paused
    /// @param errors that the servers logged
    record Outcome(
            Schedule schedule,
            Checker.Result result,
            List<Cost> costs,
            List<Long> pings,
            List<String> errors) {}

    private final Schedule schedule;
    private final Setting setting;
    private final Stage stage = new Stage();
    private final List<Incident> incidents = new ArrayList<>();
    private final Findings standstills = new Findings();

    private Run(Schedule schedule, Setting setting) {
        this.schedule = schedule;
        this.setting = setting;
    }

    static Outcome of(Schedule schedule, Setting setting)
            throws IOException, SQLException, InterruptedException {
        return new Run(schedule, setting).run();
    }

    private Outcome run() throws IOException, SQLException, InterruptedException {
        KillableDatabase database = setting.database();
        String name = "torture_" + Long.toUnsignedString(schedule.seed()) + "_" + System.nanoTime();
        Stored.Source source = createDatabase(name);
        Path serverDirectory = setting.directory().resolve("server");
        Stored stored;
        List<Long> pings;
        Population population;
        try (DatabaseProxy proxy = new DatabaseProxy(database.port(), setting.earlyCommits())) {
            List<String> flags = new ArrayList<>(setting.serverFlags());
            flags.add("--database-url=jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + name);
            flags.add("--database-user=" + database.user());
            Program program = new Program(setting.javaOptions(), flags, database.password());
            try (ServerUnderTest first = program.start(serverDirectory);
                    Api api = new Api(first.address())) {
                population = Population.settle(api, stage, schedule.seed(), setting.wiring());
                setting.prepare().apply(source);
                stage.server(Optional.of(first.address()));
                var target =
                        new Saboteur.Target(database, proxy, source, program, setting.directory());
                try (Saboteur saboteur = new Saboteur(target, first, stage, population)) {
                    stored = torture(population, saboteur, source);
                    pings = saboteur.pings();
                } finally {
                    population.everyone().forEach(Participant::end);
                }
            }
        }
        Checker.Result result = Checker.check(population.journals(), stored, standstills);
        if (!result.findings().none()) {
            for (Journal journal : population.journals()) {
                journal.keep(setting.directory());
            }
        }
        return new Outcome(schedule, result, costs(), pings, errors());
    }

    private Stored.Source createDatabase(String name) throws SQLException {
        KillableDatabase database = setting.database();
        String prefix = "jdbc:postgresql://127.0.0.1:" + database.port() + "/";
        var postgres =
                new Stored.Source(prefix + "messenger", database.user(), database.password());
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Stored.Source(prefix + name, database.user(), database.password());
    }

    private Stored torture(Population population, Saboteur saboteur, Stored.Source source)
            throws IOException, SQLException, InterruptedException {
        population.everyone().forEach(Participant::start);
        awaitAcks(FIRST_ACKS, "the beginning");
        population.sleepers().forEach(device -> device.stayAway(true));
        for (Step step : schedule.steps()) {
            if (stage.progress().now() > TimeUnit.SECONDS.toNanos(setting.limitSeconds())) {
                break;
            }
            awaitAcks(step.afterAcks(), step.trouble().word());
            incidents.add(saboteur.inflict(step));
        }
        awaitAcks(FIRST_ACKS, "the end");
        stage.calmDown();
        catchUp(population, source);
        try (Api api = new Api(stage.server().orElseThrow())) {
            population.readThePast(api);
            population.readTheLogs(api);
        }
        return Stored.read(source);
    }

    private void awaitAcks(int count, String before) throws InterruptedException {
        if (!stage.progress().awaitMore(count, STANDSTILL_SECONDS)) {
            standstills.add(
                    Fault.UNANSWERED,
                    "no %d acks in %d s before %s".formatted(count, STANDSTILL_SECONDS, before));
        }
    }

    /// Whoever waits for an answer gets it; then everybody comes back once more and gets all there is.
    private void catchUp(Population population, Stored.Source source)
            throws SQLException, InterruptedException {
        population.sleepers().forEach(device -> device.stayAway(false));
        await(
                "answers",
                population,
                () -> population.everyone().stream().allMatch(Participant::hasSettled));
        population.everyone().forEach(Participant::cut);
        await(
                "the last number",
                population,
                () -> {
                    Map<Long, Long> heads = Stored.heads(source);
                    return population.everyone().stream().allMatch(it -> it.hasSeen(heads));
                });
        population.everyone().forEach(Participant::confirm);
        await("watermarks", population, () -> Stored.unreceived(source) == 0);
    }

    private void await(String what, Population population, Callable<Boolean> condition)
            throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLING_SECONDS);
        while (!holds(condition)) {
            if (System.nanoTime() - deadline > 0) {
                standstills.add(
                        Fault.BREACHES,
                        "not everybody has " + what + ": " + waitingFor(population, what));
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws SQLException {
        try {
            return condition.call();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> waitingFor(Population population, String what) {
        return population.everyone().stream()
                .filter(device -> !what.equals("answers") || !device.hasSettled())
                .map(Participant::toString)
                .toList();
    }

    private List<Cost> costs() {
        return incidents.stream()
                .map(
                        incident ->
                                new Cost(
                                        incident.trouble(),
                                        stage.progress()
                                                .longestSilenceMillis(
                                                        incident.began(), incident.healed()),
                                        stage.progress().untilNextMillis(incident.healed())))
                .toList();
    }

    /// What the servers of this run had not foreseen.
    private List<String> errors() throws IOException {
        try (var children = Files.list(setting.directory())) {
            return children.filter(child -> Files.exists(child.resolve("log")))
                    .flatMap(child -> ServerUnderTest.errors(child).stream())
                    .toList();
        }
    }
}
