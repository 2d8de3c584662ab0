package dev.messenger.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Has many devices of Part 2 lose a running server all at once, and measures how long it takes until
/// the last of them is back and up to date. Each has missed one message.
///
/// A program of its own, on few threads. The server must run with `--limits=off`; its passwords had
/// better be cheap (`--bcrypt-cost=4`), since each device first gets an account.
@Command(name = "ReconnectStorm", mixinStandardHelpOptions = true, separator = "=")
final class ReconnectStorm implements Runnable {

    private static final int REGISTERING = 16;
    private static final long PATIENCE_SECONDS = 120;
    private static final long TICKS_PER_SECOND = 100; // of /proc, on every Linux

    @Option(names = "--port", required = true)
    private int port;

    /// Of the server, in PEM.
    @Option(names = "--certificate", required = true)
    private Path certificate = Path.of("");

    @Option(names = "--sockets")
    private int sockets = 1_000;

    /// Take up TLS sessions again.
    @Option(names = "--resumption")
    private boolean resumption;

    /// Wait until the server itself cuts all of them (is killed, or stops) and comes back.
    @Option(names = "--await-cut")
    private boolean awaitCut;

    /// Whose CPU time to report.
    @Option(names = "--server-pid")
    private long serverPid = -1;

    @Option(names = "--rounds")
    private int rounds = 1;

    public static void main(String... flags) {
        System.exit(new CommandLine(new ReconnectStorm()).execute(flags));
    }

    @Override
    public void run() {
        try (StormClient client = new StormClient(port, certificate, resumption)) {
            List<StormDevice> devices = devices(client);
            devices.forEach(StormDevice::connect);
            await(devices.stream().map(StormDevice::synced));
            devices.forEach(StormDevice::speak);
            try {
                await(devices.stream().map(StormDevice::heardBoth));
            } finally {
                printFailures(devices);
            }
            for (int round = 0; round < rounds; round++) {
                storm(devices);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Two in each chat.
    private List<StormDevice> devices(StormClient client) throws Exception {
        try (Rest rest = new Rest(port, certificate);
                ExecutorService threads = Executors.newFixedThreadPool(REGISTERING)) {
            List<Future<List<StormDevice>>> pairs = new ArrayList<>();
            for (int i = 0; i < sockets / 2; i++) {
                pairs.add(threads.submit(() -> pair(rest, client)));
            }
            List<StormDevice> devices = new ArrayList<>();
            for (Future<List<StormDevice>> pair : pairs) {
                devices.addAll(pair.get());
            }
            return devices;
        }
    }

    private static List<StormDevice> pair(Rest rest, StormClient client) {
        Person ann = Person.register(rest, "Ann-" + System.nanoTime());
        Person bob = Person.register(rest, "Bob-" + System.nanoTime());
        long chat = ann.chatWith(bob);
        return List.of(
                new StormDevice(client, ann.token(), chat),
                new StormDevice(client, bob.token(), chat));
    }

    private void storm(List<StormDevice> devices) throws Exception {
        devices.forEach(StormDevice::forgetTrip);
        if (awaitCut) {
            System.out.println("Cut them now.");
            await(devices.stream().map(StormDevice::synced));
        } else {
            double server = serverSeconds();
            double own = ownSeconds();
            long began = System.nanoTime();
            devices.forEach(StormDevice::cut);
            devices.forEach(StormDevice::connect);
            await(devices.stream().map(StormDevice::synced));
            System.out.printf(
                    "cpu seconds: server %.1f, storm %.1f%n",
                    serverSeconds() - server, ownSeconds() - own);
            report(devices, began);
            return;
        }
        long first = devices.stream().mapToLong(it -> it.trip().connected).min().orElseThrow();
        report(devices, first);
    }

    private void report(List<StormDevice> devices, long began) {
        System.out.printf("%d sockets, TLS resumption %s; seconds%n", devices.size(), resumption);
        System.out.printf("%10s %6s %6s %6s%n", "", "p50", "p99", "max");
        line("connected", devices, began, it -> it.connected);
        line("TLS", devices, began, it -> it.secured);
        line("upgraded", devices, began, it -> it.upgraded);
        line("welcome", devices, began, it -> it.welcomed);
        line("synced", devices, began, it -> it.synced.join());
        printFailures(devices);
    }

    private static void printFailures(List<StormDevice> devices) {
        Map<String, Integer> failures = new TreeMap<>();
        devices.forEach(
                it ->
                        it.trip()
                                .failures
                                .forEach((why, count) -> failures.merge(why, count, Integer::sum)));
        System.out.println("failed tries: " + failures);
    }

    private static void line(
            String step,
            List<StormDevice> devices,
            long began,
            ToLongFunction<StormDevice.Trip> when) {
        double[] seconds =
                devices.stream()
                        .mapToDouble(it -> (when.applyAsLong(it.trip()) - began) / 1e9)
                        .sorted()
                        .toArray();
        System.out.printf(
                "%10s %6.2f %6.2f %6.2f%n",
                step, at(seconds, 0.5), at(seconds, 0.99), at(seconds, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * (sorted.length - 1))];
    }

    private double serverSeconds() throws IOException {
        if (serverPid < 0) {
            return Double.NaN;
        }
        String stat = Files.readString(Path.of("/proc/" + serverPid + "/stat"));
        // After the name, which is in brackets: utime and stime are fields 14 and 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                / (double) TICKS_PER_SECOND;
    }

    private static double ownSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static void await(Stream<? extends CompletableFuture<?>> all)
            throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new ExecutionException("not all within " + PATIENCE_SECONDS + " s", e);
        }
    }
}
