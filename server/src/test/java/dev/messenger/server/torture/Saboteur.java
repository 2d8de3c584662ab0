package dev.messenger.server.torture;

import dev.messenger.server.torture.Schedule.Step;
import dev.messenger.server.torture.ServerUnderTest.Program;
import dev.messenger.storage.embedded.KillableDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Does what the schedule says to the servers, the database and the clients, and heals it again. Runs on
/// the run's own thread.
final class Saboteur implements AutoCloseable {

    private static final List<String> TABLES =
            List.of("messages", "chats", "changes", "chat_members", "sessions");

    /// How long others may be waited for until the trouble ends all the same.
    private static final int LONGEST_SECONDS = 6;

    private static final int LONG_PAUSE_MILLIS = 15_000;

    private final Stage stage;
    private final Population population;
    private final KillableDatabase database;
    private final DatabaseProxy proxy;
    private final Stored.Source source;
    private final Program program;
    private final Path directory;
    private final List<ServerUnderTest> servers = new ArrayList<>();
    private final List<Long> pings = new ArrayList<>();
    private int started;

    /// @param proxy between the servers and the database
    /// @param source leads to the database past the proxy
    record Target(
            KillableDatabase database,
            DatabaseProxy proxy,
            Stored.Source source,
            Program program,
            Path directory) {}

    /// @param server runs already
    Saboteur(Target target, ServerUnderTest server, Stage stage, Population population) {
        this.database = target.database();
        this.proxy = target.proxy();
        this.source = target.source();
        this.program = target.program();
        this.directory = target.directory();
        servers.add(server);
        this.stage = stage;
        this.population = population;
    }

    /// From when to when it lasted, in nanoseconds of the run.
    record Incident(Trouble trouble, long began, long healed) {}

    Incident inflict(Step step) throws IOException, SQLException, InterruptedException {
        Random random = new Random(step.details());
        long began = stage.progress().now();
        switch (step.trouble()) {
            case KILL_SERVER -> killServer(random);
            case KILL_DATABASE -> {
                database.kill();
                database.restart();
            }
            case PAUSE_DATABASE -> pauseDatabase(random);
            case RESTART_DATABASE -> database.restart();
            case LOCK_TABLE ->
                    hold(
                            "LOCK TABLE "
                                    + TABLES.get(random.nextInt(TABLES.size()))
                                    + " IN ACCESS EXCLUSIVE MODE",
                            random);
            case LOCK_CHAT ->
                    hold(
                            "SELECT id FROM chats WHERE id = " + aChat(random) + " FOR UPDATE",
                            random);
            case CUT_COMMIT -> {
                proxy.cutCommits(1 + random.nextInt(4));
                awaitCuts();
            }
            case CUT_TRANSACTION -> {
                proxy.cutRequests(1 + random.nextInt(8));
                awaitCuts();
            }
            case SECOND_WRITER -> writeFromTwo(random);
            case STALL_CLIENTS -> stallClients(random);
            case RESEND -> {
                stage.mischievous(true);
                stage.progress().awaitMore(30, LONGEST_SECONDS);
                population.everyone().forEach(Participant::cut);
                stage.progress().awaitMore(50, LONGEST_SECONDS);
                stage.mischievous(false);
            }
            case CUT_CLIENTS -> population.everyone().forEach(Participant::cut);
            case DRAIN -> drain(random);
        }
        return new Incident(step.trouble(), began, stage.progress().now());
    }

    /// At any moment; or when commits have just succeeded of which nobody hears; or so that what it was
    /// about to ask of the database arrives when its successor serves already.
    private void killServer(Random random) throws IOException {
        int moment = random.nextInt(3);
        if (moment == 1) {
            proxy.holdCommits();
        } else if (moment == 2) {
            proxy.holdRequests();
        }
        pause(50 + random.nextInt(200));
        servers.getLast().kill();
        if (moment != 2) {
            proxy.cutAll();
        }
        stage.server(Optional.of(startServer().address()));
        proxy.releaseRequests();
    }

    private ServerUnderTest startServer() throws IOException {
        ServerUnderTest server = program.start(directory.resolve("server-" + ++started));
        servers.add(server);
        return server;
    }

    /// For seconds, or for longer than anything waits.
    private void pauseDatabase(Random random) throws IOException, InterruptedException {
        try (Pulse pulse = Pulse.of(population.bystander(), stage.server().orElseThrow())) {
            database.pause();
            try {
                pause(random.nextInt(5) == 0 ? LONG_PAUSE_MILLIS : 1_000 + random.nextInt(4_000));
                pings.addAll(pulse.end());
            } finally {
                database.resume();
            }
        }
    }

    /// Round trips while the database was paused, in nanoseconds.
    List<Long> pings() {
        return List.copyOf(pings);
    }

    private void hold(String lock, Random random) throws SQLException {
        try (Connection connection = source.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(lock);
            pause(2_000 + random.nextInt(4_000));
            connection.rollback();
        }
    }

    private long aChat(Random random) {
        List<Long> chats =
                population.everyone().stream()
                        .flatMap(participant -> participant.chats().stream())
                        .distinct()
                        .sorted()
                        .toList();
        return chats.get(random.nextInt(chats.size()));
    }

    private void awaitCuts() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!proxy.hasCut() && System.nanoTime() - deadline < 0) {
            pause(1);
        }
    }

    private void writeFromTwo(Random random) throws IOException, InterruptedException {
        ServerUnderTest second = startServer();
        stage.second(Optional.of(second.address()));
        population.roaming().forEach(Participant::cut);
        stage.progress().awaitMore(100 + random.nextInt(100), LONGEST_SECONDS);
        stage.second(Optional.empty());
        if (random.nextBoolean()) {
            second.terminate();
        } else {
            second.kill();
        }
        servers.remove(second);
    }

    private void stallClients(Random random) throws InterruptedException {
        Set<Long> loud = new HashSet<>();
        for (Participant device : population.slow()) {
            loud.addAll(device.chats());
            device.stall(true);
        }
        stage.loudChats(loud);
        stage.progress().awaitMore(500 + random.nextInt(300), LONGEST_SECONDS);
        stage.loudChats(Set.of());
        population.slow().forEach(device -> device.stall(false));
    }

    private void drain(Random random) throws IOException {
        ServerUnderTest old = servers.getLast();
        if (random.nextBoolean()) {
            stage.server(Optional.of(startServer().address()));
            old.terminate();
        } else {
            old.terminate();
            stage.server(Optional.of(startServer().address()));
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void close() {
        servers.forEach(ServerUnderTest::close);
    }
}
