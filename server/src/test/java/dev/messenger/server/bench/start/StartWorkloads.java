package dev.messenger.server.bench.start;

import dev.messenger.server.bench.contest.Claim;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Workload;
import java.time.Duration;
import java.util.List;

/// The start of the server as a workload.
public final class StartWorkloads {

    private static final String CACHED = "with AOT cache";
    private static final String PLAIN = "without";
    private static final Duration SHORT = Duration.ofSeconds(5);

    private StartWorkloads() {}

    public static List<Workload> all() {
        String what = "start to first HTTPS answer that read the database";
        return List.of(
                Workload.of(
                                "start",
                                what + " (external database)",
                                stage ->
                                        List.of(
                                                new Start(
                                                        stage,
                                                        CACHED,
                                                        stage.installation()::server),
                                                new Start(
                                                        stage,
                                                        PLAIN,
                                                        stage.installation()::serverWithoutCache)),
                                Claim.ratio(what, CACHED, PLAIN, Metric.TIME)
                                        .against("without AOT cache")
                                        .atMost(0.7, 0.5),
                                Claim.absolute(what, CACHED, Metric.TIME).aimAtMost(800))
                        .taking(StartWorkloads::often)
                        .alsoQuick());
    }

    /// Ten times at least; only a hurry makes do with the rounds that were asked for.
    private static Effort often(Effort asked) {
        Effort once = asked.withWarmUp(Duration.ofMillis(1));
        return asked.round().compareTo(SHORT) < 0 ? once : once.atLeast(10);
    }
}
