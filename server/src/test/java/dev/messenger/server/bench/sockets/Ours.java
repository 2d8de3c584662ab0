package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Tally;
import dev.messenger.server.bench.sockets.People.Pair;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// The server itself under each workload, with people of its own.
final class Ours {

    /// Pairs of people, each on two devices.
    static final int PAIRS = 100;

    static final int DEVICES = 2;

    /// Characters of a message.
    static final int CONTENT = 120;

    /// Messages of each writer that are under way.
    private static final int WRITING = 8;

    static final int ASKERS = 100;
    private static final int ASKING = 4;

    /// Messages to an audience that are under way.
    static final int SPEAKING = 4;

    static final int ARRIVING = 1_000;

    private static final int AT_ONCE = 32;

    private Ours() {}

    static Contender messages(Server server, String name) {
        return new Loaded(
                name,
                server.port(),
                client -> conversations(server, fresh("messages"), client),
                Ours::write,
                server.costs());
    }

    /// How names begin that are not taken, however many contenders of a run do the same work.
    private static String fresh(String work) {
        return work + " " + System.nanoTime() + " ";
    }

    static Contender highestRate(Stage stage) throws IOException {
        Server server = stage.server();
        return new HighestRate(
                SocketWorkloads.OURS,
                server.port(),
                client -> conversations(server, "rate ", client));
    }

    static Contender overload(Stage stage, int times) throws IOException {
        Server server = stage.server();
        return new Overload(
                times,
                server.port(),
                client -> conversations(server, "overload " + times + " ", client));
    }

    private static Load conversations(Server server, String prefix, Client client)
            throws SQLException {
        Conversations load = Conversations.of(people(server, prefix, PAIRS), DEVICES, CONTENT);
        load.open(client);
        return load;
    }

    static Tally write(Client client, Load load, Duration time) {
        return SocketMetrics.answers(Drive.keeping(WRITING).drive(client, load, time));
    }

    static Contender questions(Stage stage) throws IOException {
        Server server = stage.server();
        return new Loaded(
                SocketWorkloads.OURS,
                server.port(),
                client -> asking(client, visits(people(server, "frames ", ASKERS / 2))),
                Ours::ask,
                server.costs());
    }

    static Load asking(Client client, List<Visit> visits) {
        Questions load = new Questions(visits);
        client.open(load.sockets(), AT_ONCE);
        return load;
    }

    static Tally ask(Client client, Load load, Duration time) {
        return SocketMetrics.answers(Drive.keeping(ASKING).drive(client, load, time));
    }

    static Contender audience(Stage stage, int receivers) throws IOException {
        Server server = stage.server();
        return new Loaded(
                SocketWorkloads.OURS,
                server.port(),
                client -> {
                    Pair pair = people(server, fresh("audience"), 1).getFirst();
                    return listening(
                            client,
                            new Audience(
                                    pair.visitOfLow(),
                                    Audience.message(pair.chatId()),
                                    Collections.nCopies(receivers, pair.visitOfHigh()),
                                    receivers));
                },
                Ours::speak,
                server.costs());
    }

    static Load listening(Client client, Audience load) {
        client.open(load.sockets(), AT_ONCE);
        return load;
    }

    static Tally speak(Client client, Load load, Duration time) {
        return SocketMetrics.deliveries(Drive.keeping(SPEAKING).drive(client, load, time));
    }

    static Contender slowReading(Stage stage, String name, boolean slow) throws Exception {
        Server server = stage.server();
        List<Pair> pairs = people(server, "slow " + slow + " ", 2);
        try (Connection database = server.connect()) {
            long other = People.introduce(database, pairs.getFirst(), pairs.getLast());
            return new SlowReading(
                    name, slow, server.port(), new SlowReading.Chats(pairs.getFirst(), other));
        }
    }

    static Contender arrival(Stage stage) throws IOException {
        Server server = stage.server();
        return new Arrival(
                SocketWorkloads.OURS,
                server.port(),
                server.costs(),
                () -> visits(people(server, fresh("storm"), ARRIVING / 2)));
    }

    static Contender idle(Stage stage, int few, int many) {
        return new Idle(
                SocketWorkloads.OURS,
                few,
                many,
                stage.log("idle"),
                () -> {
                    Server server = stage.another("idle" + System.nanoTime());
                    return new Idle.Host(
                            server.program(),
                            server.port(),
                            visits(people(server, "idle ", many / 2)),
                            server::close);
                });
    }

    /// Of so many chats whose ids follow each other.
    static long firstOfChats(Stage stage, int chats) throws IOException, SQLException {
        return people(stage.server(), "pgbench ", chats).getFirst().chatId();
    }

    private static List<Visit> visits(List<Pair> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.visitOfLow(), pair.visitOfHigh()))
                .toList();
    }

    private static List<Pair> people(Server server, String prefix, int pairs) throws SQLException {
        try (Connection database = server.connect()) {
            return People.create(database, prefix, pairs);
        }
    }
}
