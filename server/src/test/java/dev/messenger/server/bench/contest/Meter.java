package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a round costs, from [#start] to [#read]: processor time, allocations, and what of the machine
/// went to others.
final class Meter {

    private static final Consumption OURS = Consumption.ofTree(ProcessHandle.current());

    private final Costs costs;
    private final List<Consumption> databases;
    private final Instant began;

    private Meter(Costs costs, List<Consumption> databases) throws IOException {
        this.costs = costs;
        this.databases = databases;
        this.began = new Instant();
    }

    /// @param databases run outside this program's tree, but are no strangers
    static Meter start(Costs costs, List<Consumption> databases) throws IOException {
        return new Meter(costs, databases);
    }

    /// @param server seconds of processor time
    /// @param database the same
    /// @param allocated bytes
    /// @param stolen share of the machine that its host gave to others
    /// @param elsewhere share of the machine that strangers on it used
    record Reading(
            Optional<Double> server,
            Optional<Double> database,
            Optional<Double> allocated,
            double stolen,
            double elsewhere) {}

    Reading read() throws IOException {
        Instant now = new Instant();
        double total = now.total - began.total;
        double busy = now.busy - began.busy;
        return new Reading(
                costs.server().map(_ -> now.server - began.server),
                costs.database().map(_ -> now.database - began.database),
                costs.jvm().map(_ -> now.allocated - began.allocated),
                (now.stolen - began.stolen) / total,
                Math.max(0, busy - (now.ours - began.ours)) / total);
    }

    /// All counters at one time.
    private final class Instant {

        private static final int IDLE = 3;
        private static final int WAITING = 4;
        private static final int STOLEN = 7;
        private static final double TICKS_PER_SECOND = 100;

        private final double server;
        private final double database;
        private final double allocated;
        private final double ours;
        private final double total;
        private final double busy;
        private final double stolen;

        Instant() throws IOException {
            server = costs.server().map(Consumption::seconds).orElse(0.0);
            database = costs.database().map(Consumption::seconds).orElse(0.0);
            allocated = costs.jvm().map(jvm -> (double) jvm.allocatedBytes()).orElse(0.0);
            ours = OURS.seconds() + databases.stream().mapToDouble(Consumption::seconds).sum();
            // user nice system idle iowait irq softirq steal; guests are within user.
            double[] ticks;
            try (var lines = Files.lines(Path.of("/proc/stat"))) {
                ticks =
                        Arrays.stream(lines.findFirst().orElseThrow().split("\\s+", -1))
                                .skip(1)
                                .limit(STOLEN + 1)
                                .mapToDouble(Double::parseDouble)
                                .toArray();
            }
            total = Arrays.stream(ticks).sum() / TICKS_PER_SECOND;
            stolen = ticks[STOLEN] / TICKS_PER_SECOND;
            busy = total - (ticks[IDLE] + ticks[WAITING]) / TICKS_PER_SECOND - stolen;
        }
    }
}
