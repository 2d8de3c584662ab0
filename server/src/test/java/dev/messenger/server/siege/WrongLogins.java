package dev.messenger.server.siege;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A thousand wrong logins a second, from as many addresses, and how long a message between two who are
/// signed in is under way meanwhile. Quiet and flooded rounds take turns; medians of the rounds count.
final class WrongLogins {

    private static final int RATE = 1_000;
    private static final int ROUNDS = 3;

    /// Within which two floods are alike.
    private static final double MARGIN = 1.25;

    private static final int SECONDS = Integer.getInteger("siege.seconds", 20);

    private final Besieged server;
    private final Table table;
    private final List<Delivery.Latencies> quiet = new ArrayList<>();
    private final Map<LoginFlood.Kind, List<Delivery.Latencies>> flooded =
            new EnumMap<>(LoginFlood.Kind.class);
    private final Map<LoginFlood.Kind, String> outcomes = new EnumMap<>(LoginFlood.Kind.class);

    WrongLogins(Besieged server, Table table) {
        this.server = server;
        this.table = table;
    }

    void besiege() throws Exception {
        try (Delivery delivery = Delivery.between(server, "127.0.0.8")) {
            delivery.measure(10); // what is compiled by then is no round's
            flood(delivery, LoginFlood.Kind.KEPT, 5);
            for (int round = 0; round < ROUNDS; round++) {
                for (LoginFlood.Kind kind : LoginFlood.Kind.values()) {
                    quiet.add(delivery.measure(SECONDS));
                    System.err.printf(
                            "   quiet: p50 %.1f ms, p99 %.1f ms%n",
                            quiet.getLast().millis(.5), quiet.getLast().millis(.99));
                    flooded.computeIfAbsent(kind, _ -> new ArrayList<>())
                            .add(flood(delivery, kind, SECONDS));
                }
            }
        }
        table.add(
                "messages, quiet",
                true,
                "p50 %.1f ms, p99 %.1f ms".formatted(p(quiet, .5), p(quiet, .99)));
        double most = 2 * p(quiet, .99);
        line(LoginFlood.Kind.HEALTH, "1,000 requests for /healthz a second", most);
        line(LoginFlood.Kind.KEPT, "1,000 wrong logins a second, connections kept", most);
        // What a handshake costs both ends is no login's: these may take what those do without one.
        line(
                LoginFlood.Kind.HANDSHAKES,
                "1,000 requests for /healthz a second, a TLS handshake each",
                Double.MAX_VALUE);
        line(
                LoginFlood.Kind.FRESH,
                "1,000 wrong logins a second, a TLS handshake each",
                Math.max(most, MARGIN * p(rounds(LoginFlood.Kind.HANDSHAKES), .99)));
    }

    /// @param most milliseconds of the slowest hundredth
    private void line(LoginFlood.Kind kind, String name, double most) {
        double during = p(rounds(kind), .99);
        table.add(
                name,
                during <= most,
                "p50 %.1f ms, p99 %.1f ms (%.1f times); last round: %s"
                        .formatted(
                                p(rounds(kind), .5),
                                during,
                                during / p(quiet, .99),
                                outcomes.getOrDefault(kind, "")));
    }

    private List<Delivery.Latencies> rounds(LoginFlood.Kind kind) {
        return flooded.getOrDefault(kind, List.of());
    }

    /// The median of the rounds' percentiles.
    private static double p(List<Delivery.Latencies> rounds, double share) {
        return rounds.stream()
                .map(round -> round.millis(share))
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /// In a process of its own, which gets what the others leave: strangers bring their own processors,
    /// and here they share the server's. Whether it got enough, `begun` says.
    private Delivery.Latencies flood(Delivery delivery, LoginFlood.Kind kind, int seconds)
            throws IOException, InterruptedException {
        Process flood =
                new ProcessBuilder(
                                "chrt",
                                "--idle",
                                "0",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LoginFlood.class.getName(),
                                Integer.toString(server.port()),
                                server.certificate().toString(),
                                Integer.toString(RATE),
                                Integer.toString(seconds + 1),
                                kind.name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = flood.inputReader()) {
            if (!"flooding".equals(out.readLine())) {
                throw new IllegalStateException("the flood did not begin: " + out.lines().toList());
            }
            double used = server.processorSeconds();
            Delivery.Latencies latencies = delivery.measure(seconds);
            double load = (server.processorSeconds() - used) / seconds;
            outcomes.put(kind, "%s, the server used %.2f cores".formatted(out.readLine(), load));
            System.err.printf(
                    "   %s: p50 %.1f ms, p99 %.1f ms; %s%n",
                    kind, latencies.millis(.5), latencies.millis(.99), outcomes.get(kind));
            flood.waitFor();
            return latencies;
        } finally {
            flood.destroyForcibly();
        }
    }
}
