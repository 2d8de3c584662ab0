package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.contest.Claim;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Workload;
import dev.messenger.server.bench.postgres.Pgbench;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every workload over WebSockets, a declaration each.
public final class SocketWorkloads {

    static final String OURS = "messenger";
    static final String ECHO = "WSS echo limit";
    static final String FAN_OUT = "WSS fan-out limit";
    static final String RELAY = "WSS relay limit";

    private static final String ALL_READ = "all read";
    private static final String SOME_DO_NOT = "5 % do not";

    private static final String SINGLE = "pgbench, single inserts";
    private static final String TRANSACTION = "pgbench, the writer's transaction";
    private static final String BATCHES = "pgbench, batches of 64";
    private static final String ONE_COMMIT = "pgbench, one client";

    /// For the slowest hundredth of a steady trickle.
    private static final Duration ENOUGH = Duration.ofSeconds(5);

    private static final int CLIENTS = 16;

    /// Of each client.
    private static final int CHATS = 20;

    private static final int FEW = 2_000;
    private static final int MANY = 14_000;

    private SocketWorkloads() {}

    public static List<Workload> all() {
        return List.of(
                messages(),
                ejabberd(),
                rate(),
                overload(),
                frames(),
                fanOut(500),
                fanOut(1_000),
                fanOut(5_000),
                slow(),
                storm(),
                idle());
    }

    /// Pairs of people who write to each other, as fast as they are answered.
    public static Contender messages(Server server, String name) {
        return Ours.messages(server, name);
    }

    /// One message after the other to so many sockets of a person.
    public static Contender fanOut(Stage stage, int receivers) throws IOException {
        return Ours.audience(stage, receivers);
    }

    /// People who come, and go again.
    public static Contender arrivals(Stage stage) throws IOException {
        return Ours.arrival(stage);
    }

    private static Workload messages() {
        return Workload.of(
                        "messages",
                        "persisted 1:1 messages, %d pairs, %d sockets a person"
                                .formatted(Ours.PAIRS, Ours.DEVICES),
                        stage ->
                                List.of(
                                        messages(stage.server(), OURS),
                                        Pgbench.singleInserts(stage, SINGLE, CLIENTS),
                                        Pgbench.messages(
                                                stage,
                                                TRANSACTION,
                                                CLIENTS,
                                                Ours.firstOfChats(stage, CLIENTS * CHATS),
                                                CHATS),
                                        Pgbench.batchInserts(stage, BATCHES, 1)),
                        Claim.ratio("persisted 1:1 messages", OURS, SINGLE, Metric.RATE)
                                .against("%s, %d clients".formatted(SINGLE, CLIENTS))
                                .atLeast(0.8, 1.6),
                        Claim.ratio("persisted 1:1 messages", OURS, TRANSACTION, Metric.RATE),
                        Claim.ratio("persisted 1:1 messages", OURS, BATCHES, Metric.RATE),
                        Claim.absolute(
                                        "CPU of server and database for each message",
                                        OURS,
                                        Metric.CPU)
                                .atMost(100, 60),
                        Claim.absolute("allocated for each message", OURS, Metric.ALLOCATED)
                                .atMost(4096, 2048))
                .alsoQuick();
    }

    private static Workload ejabberd() {
        return Workload.of(
                "ejabberd",
                "the same as messages, beside ejabberd",
                stage ->
                        present(
                                Optional.of(messages(stage.server(), OURS)),
                                Ejabberd.messages(stage)),
                Claim.ratio("persisted 1:1 messages", OURS, Ejabberd.NAME, Metric.RATE)
                        .ifThereIs(Ejabberd.NAME)
                        .atLeast(6, 12),
                Claim.ratio("the same, processor time", OURS, Ejabberd.NAME, Metric.CPU)
                        .ifThereIs(Ejabberd.NAME));
    }

    /// A search takes minutes, of which the first warm everything up, and need not be repeated as often.
    private static Workload rate() {
        return Workload.of(
                        "rate",
                        "the highest rate of messages with p99 ≤ 50 ms, open model",
                        stage ->
                                List.of(
                                        Ours.highestRate(stage),
                                        Limits.highestRate(stage),
                                        Pgbench.singleInserts(stage, ONE_COMMIT, 1)),
                        Claim.absolute("messages a second, p99 ≤ 50 ms", OURS, Metric.RATE)
                                .atLeast(10_000, 20_000),
                        Claim.ratio("the same", OURS, RELAY, Metric.RATE),
                        Claim.absolute("p50 at 20 % load", OURS, SocketMetrics.P50_AT_FIFTH),
                        Claim.excess(
                                        "p50 at 20 % load, beyond one commit",
                                        OURS, SocketMetrics.P50_AT_FIFTH, ONE_COMMIT, Metric.MEAN)
                                .atMost(2, 1))
                .taking(effort -> effort.atMost(3).withWarmUp(Duration.ZERO));
    }

    private static Workload overload() {
        return Workload.of(
                        "overload",
                        "more messages than can be written",
                        stage -> List.of(Ours.overload(stage, 2), Ours.overload(stage, 4)),
                        Claim.absolute("goodput at 2× overload", "2× its peak", Overload.GOODPUT)
                                .atLeast(0.85, 0.95),
                        Claim.absolute("goodput at 4× overload", "4× its peak", Overload.GOODPUT)
                                .atLeast(0.7, 0.85),
                        Claim.absolute("normal again after 2×", "2× its peak", Overload.RECOVERY)
                                .atMost(2, 2),
                        Claim.absolute("normal again after 4×", "4× its peak", Overload.RECOVERY)
                                .atMost(2, 2))
                .taking(Overload::prolong);
    }

    private static Workload frames() {
        return Workload.of(
                        "frames",
                        "a frame answered without the database (a sync of nothing), %d sockets"
                                .formatted(Ours.ASKERS),
                        stage -> List.of(Ours.questions(stage), Limits.echo(stage)),
                        Claim.ratio("WS frame without the database", OURS, ECHO, Metric.RATE)
                                .atLeast(0.80, 0.92))
                .alsoQuick();
    }

    private static Workload fanOut(int receivers) {
        boolean ofTable = receivers == 1_000;
        Claim ratio = Claim.ratio("fan-out 1→%,d".formatted(receivers), OURS, FAN_OUT, Metric.RATE);
        Workload workload =
                Workload.of(
                        "fanout-" + receivers,
                        "one message to %,d sockets, %d under way"
                                .formatted(receivers, Ours.SPEAKING),
                        stage ->
                                present(
                                        Optional.of(Ours.audience(stage, receivers)),
                                        Optional.of(Limits.fanOut(stage, receivers)),
                                        Nchan.fanOut(stage, receivers)),
                        ofTable ? ratio.atLeast(0.85, 0.95) : ratio,
                        Claim.ratio(
                                        "fan-out 1→%,d".formatted(receivers),
                                        OURS,
                                        Nchan.NAME,
                                        Metric.RATE)
                                .ifThereIs(Nchan.NAME));
        return ofTable ? workload.alsoQuick() : workload;
    }

    private static Workload slow() {
        return Workload.of(
                        "slow",
                        "10 messages a second to 1,000 sockets, of which one in twenty does not read",
                        stage ->
                                List.of(
                                        Ours.slowReading(stage, ALL_READ, false),
                                        Ours.slowReading(stage, SOME_DO_NOT, true)),
                        Claim.ratio(
                                        "p99 of those who read, where some do not",
                                        SOME_DO_NOT,
                                        ALL_READ,
                                        SocketMetrics.DELIVERED_P99)
                                .atMost(1.2, 1.0))
                .taking(effort -> effort.atLeast(ENOUGH));
    }

    private static Workload storm() {
        return Workload.of(
                        "storm",
                        "TCP, full TLS handshake, upgrade, hello with a token, synced",
                        stage -> List.of(Ours.arrival(stage), Limits.arrival(stage)),
                        Claim.ratio("connect storm (token)", OURS, ECHO, Metric.RATE)
                                .atLeast(0.75, 0.90))
                .alsoQuick();
    }

    /// Each round has a server of its own, and takes as long as it takes.
    private static Workload idle() {
        return Workload.of(
                        "idle",
                        "idle sockets, memory between %,d and %,d of them".formatted(FEW, MANY),
                        stage ->
                                List.of(Ours.idle(stage, FEW, MANY), Limits.idle(stage, FEW, MANY)),
                        Claim.ratio("idle WebSocket, resident memory", OURS, ECHO, Metric.MEMORY)
                                .atMost(1.6, 1.15))
                .taking(effort -> effort.atMost(3).withWarmUp(Duration.ZERO));
    }

    /// Those whose programs this machine has.
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static List<Contender> present(Optional<Contender>... all) {
        return Arrays.stream(all).flatMap(Optional::stream).toList();
    }
}
