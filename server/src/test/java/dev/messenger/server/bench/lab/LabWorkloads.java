package dev.messenger.server.bench.lab;

import dev.messenger.server.bench.contest.Claim;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Workload;
import dev.messenger.server.bench.rest.RestWorkloads;
import dev.messenger.server.bench.sockets.SocketWorkloads;
import java.time.Duration;
import java.util.List;

/// The server against itself: one without the lab, and one with it, into which nobody looks. Each has a
/// database of its own.
public final class LabWorkloads {

    private static final String ANSWERS_ON = "/healthz, lab on, unused";
    private static final String ANSWERS_OFF = "/healthz, lab off";
    private static final String MESSAGES_ON = "messages, lab on, unused";
    private static final String MESSAGES_OFF = "messages, lab off";

    /// No difference, that is: less than rounds of the same server differ by.
    private static final double UNSEEN = 0.05;

    private static final double AIM = 0.02;

    /// Two JVMs that have not compiled the same yet differ by more than what is looked for.
    private static final Duration COMPILING = Duration.ofSeconds(15);

    private LabWorkloads() {}

    public static List<Workload> all() {
        return List.of(
                Workload.of(
                                "lab",
                                "/healthz and persisted messages, with the lab on but unused and"
                                        + " with it off",
                                LabWorkloads::cast,
                                rate("/healthz, lab on but unused", ANSWERS_ON, ANSWERS_OFF),
                                processors("the same, processor time", ANSWERS_ON, ANSWERS_OFF),
                                rate(
                                        "persisted messages, lab on but unused",
                                        MESSAGES_ON,
                                        MESSAGES_OFF),
                                processors("the same, processor time", MESSAGES_ON, MESSAGES_OFF))
                        .taking(effort -> effort.warmingUpAtLeast(COMPILING)));
    }

    private static Claim rate(String what, String on, String off) {
        return Claim.ratio(what, on, off, Metric.RATE)
                .against("lab off")
                .atLeast(1 - UNSEEN, 1 - AIM);
    }

    private static Claim processors(String what, String on, String off) {
        return Claim.ratio(what, on, off, Metric.CPU)
                .against("lab off")
                .atMost(1 + UNSEEN, 1 + AIM);
    }

    private static List<Contender> cast(Stage stage) throws Exception {
        Server on = stage.another("lab-on", "--lab=on");
        Server off = stage.another("lab-off", "--lab=off");
        return List.of(
                RestWorkloads.healthz(stage, on, ANSWERS_ON),
                RestWorkloads.healthz(stage, off, ANSWERS_OFF),
                SocketWorkloads.messages(on, MESSAGES_ON),
                SocketWorkloads.messages(off, MESSAGES_OFF));
    }
}
