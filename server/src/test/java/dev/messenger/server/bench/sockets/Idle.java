package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Command;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Tally;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a socket costs that nobody uses: the resident memory of a server with many of them, less that
/// with few, each after a full collection. Each round has a server of its own.
final class Idle implements Contender {

    private static final int AT_ONCE = 64;
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final String name;
    private final int few;
    private final int many;
    private final Path log;
    private final Starting starting;
    private @Nullable Host host;

    /// A server that has just started.
    ///
    /// @param visits as many as there are to be sockets
    record Host(Program program, int port, List<Visit> visits, Closeable server) {}

    /// Starts one.
    @FunctionalInterface
    interface Starting {
        Host start() throws Exception;
    }

    /// @param log what jcmd says
    Idle(String name, int few, int many, Path log, Starting starting) {
        this.name = name;
        this.few = few;
        this.many = many;
        this.log = log;
        this.starting = starting;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void ready() throws Exception {
        host = starting.start();
    }

    @Override
    public Tally run(Duration time) throws Exception {
        Host started = requireNonNull(host);
        List<Arrival.Silent> sockets = started.visits().stream().map(Arrival.Silent::new).toList();
        try (Client client = new Client(started.port(), 2, false)) {
            // What is loaded and compiled for the first ones is no socket's.
            List<Arrival.Silent> early =
                    started.visits().stream().limit(few).map(Arrival.Silent::new).toList();
            client.open(early, AT_ONCE);
            client.cut(early);
            client.open(sockets.subList(0, few), AT_ONCE);
            double before = memory(started.program().process().pid());
            client.open(sockets.subList(few, many), AT_ONCE);
            double after = memory(started.program().process().pid());
            System.err.printf("   %s: %,.0f B, %,.0f B%n", name, before, after);
            return Tally.only(Metric.MEMORY, (after - before) / (many - few) / 1024);
        }
    }

    /// Proportional set size after full collections, in bytes.
    private double memory(long pid) throws IOException, InterruptedException {
        Drive.sleep(SETTLING);
        for (int i = 0; i < 2; i++) {
            String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Command.run(List.of(jcmd, Long.toString(pid), "GC.run"), Map.of(), log);
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            String line = lines.filter(it -> it.startsWith("Pss:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
        }
    }

    @Override
    public void rest() throws IOException {
        requireNonNull(host).server().close();
        host = null;
    }

    @Override
    public void close() throws IOException {
        if (host != null) {
            host.server().close();
        }
    }
}
