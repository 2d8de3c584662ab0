package dev.messenger.server.bench.rest;

import dev.messenger.server.bench.contest.Command;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A server under wrk, closed loop: each connection asks again as soon as it is answered.
final class Wrk implements Contender {

    private final String name;
    private final Asking asking;
    private final Costs costs;
    private final Path log;

    /// What an operation is.
    private enum Operation {
        SUCCESS,
        /// An answer of 400 or above, where that is what is asked for.
        REFUSAL,
        /// A million bytes of answers.
        MEGABYTE
    }

    /// What wrk is told.
    ///
    /// @param script of scripts/wrk, or `""` for GET
    /// @param arguments of the script
    record Asking(
            String url,
            int connections,
            String script,
            List<String> arguments,
            Operation operation) {

        static Asking get(String url, int connections) {
            return new Asking(url, connections, "", List.of(), Operation.SUCCESS);
        }

        static Asking script(String url, int connections, Path script, String... arguments) {
            return new Asking(
                    url, connections, script.toString(), List.of(arguments), Operation.SUCCESS);
        }

        /// Each answer has to be a refusal.
        Asking refused() {
            return new Asking(url, connections, script, arguments, Operation.REFUSAL);
        }

        /// Counted by what is read, not by requests, some of which a round cuts short.
        Asking byMegabytes() {
            return new Asking(url, connections, script, arguments, Operation.MEGABYTE);
        }
    }

    Wrk(Stage stage, String name, Asking asking, Costs costs) {
        this.name = name;
        this.asking = asking;
        this.costs = costs;
        this.log = stage.log("wrk");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Costs costs() {
        return costs;
    }

    @Override
    public Tally run(Duration time) throws Exception {
        WrkReport report = WrkReport.of(Command.run(command(time), Map.of(), log));
        report.check(asking.operation == Operation.REFUSAL);
        if (asking.operation == Operation.MEGABYTE) {
            return Tally.of(report.megabytes(), report.seconds());
        }
        return Tally.of(report.requests(), report.seconds())
                .with(Metric.P50, report.p50())
                .with(Metric.P99, report.p99());
    }

    private List<String> command(Duration time) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "--threads=" + threads(),
                                "--connections=" + asking.connections,
                                "--duration=" + Math.max(1, time.toSeconds()) + "s",
                                "--timeout=10s",
                                "--latency"));
        if (!asking.script.isEmpty()) {
            command.add("--script=" + asking.script);
        }
        command.add(asking.url);
        if (!asking.arguments.isEmpty()) {
            command.add("--");
            command.addAll(asking.arguments);
        }
        return command;
    }

    /// One is enough, and leaves a small machine to the server; but reading much over TLS takes as much
    /// as writing it.
    private int threads() {
        return asking.operation == Operation.MEGABYTE
                ? Runtime.getRuntime().availableProcessors()
                : 1;
    }
}
