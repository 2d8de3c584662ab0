package dev.messenger.server;

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

/// Has many devices of Part 2 lose a running server all at once, and measures how long it takes until
/// the last of them is back and up to date. Each has missed one message.
///
/// On the caller's thread and few others. The server must run with `--limits=off`; its passwords had
/// better be cheap (`--bcrypt-cost=4`), since each device first gets an account.
public final class ReconnectStorm implements AutoCloseable {

    private static final int REGISTERING = 16;
    private static final long PATIENCE_SECONDS = 120;

    private final StormClient client;
    private final List<StormDevice> devices;

    /// How long after the cut the devices were so far.
    ///
    /// @param secured seconds until TLS stood: of half of them, and of all
    /// @param synced seconds until they were up to date: of half of them, and of all
    /// @param failedTries how often each thing went wrong on the way
    public record Round(Span secured, Span synced, Map<String, Integer> failedTries) {}

    public record Span(double half, double all) {

        static Span of(List<StormDevice> devices, long began, ToLongFunction<StormDevice> when) {
            double[] seconds =
                    devices.stream()
                            .mapToDouble(it -> (when.applyAsLong(it) - began) / 1e9)
                            .sorted()
                            .toArray();
            return new Span(seconds[seconds.length / 2], seconds[seconds.length - 1]);
        }
    }

    private ReconnectStorm(StormClient client, List<StormDevice> devices) {
        this.client = client;
        this.devices = devices;
    }

    /// Gives so many devices an account each, two of them a chat, and connects them.
    public static ReconnectStorm on(int port, Path certificate, int sockets) throws Exception {
        StormClient client = new StormClient(port, certificate);
        List<StormDevice> devices = devices(client, port, certificate, sockets);
        devices.forEach(StormDevice::connect);
        await(devices.stream().map(StormDevice::synced));
        devices.forEach(StormDevice::speak);
        await(devices.stream().map(StormDevice::heardBoth));
        return new ReconnectStorm(client, devices);
    }

    private static List<StormDevice> devices(
            StormClient client, int port, Path certificate, int sockets) throws Exception {
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

    /// Cuts all of them, lets them come at once, and returns when the last one is up to date.
    public Round cut() throws Exception {
        devices.forEach(StormDevice::forgetTrip);
        long began = System.nanoTime();
        devices.forEach(StormDevice::cut);
        devices.forEach(StormDevice::connect);
        await(devices.stream().map(StormDevice::synced));
        Map<String, Integer> failedTries = new TreeMap<>();
        devices.forEach(
                it ->
                        it.trip()
                                .failures
                                .forEach((why, n) -> failedTries.merge(why, n, Integer::sum)));
        return new Round(
                Span.of(devices, began, it -> it.trip().secured),
                Span.of(devices, began, it -> it.trip().synced.join()),
                failedTries);
    }

    private static void await(Stream<? extends CompletableFuture<?>> all) throws Exception {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new ExecutionException("not all within " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
