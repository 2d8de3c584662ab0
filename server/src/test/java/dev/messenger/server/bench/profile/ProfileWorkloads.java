package dev.messenger.server.bench.profile;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Workload;
import dev.messenger.server.bench.rest.RestWorkloads;
import dev.messenger.server.bench.sockets.SocketWorkloads;
import java.util.List;

/// Where each microsecond of the server goes, for operations of different kinds. Samples cost time
/// themselves, so no rate of these is compared with anything.
public final class ProfileWorkloads {

    private static final String MESSAGE = "a message";
    private static final String DELIVERY = "a socket of 1,000";
    private static final String CONNECTION = "a connection";
    private static final String REQUEST = "GET /healthz";

    private ProfileWorkloads() {}

    public static List<Workload> all() {
        return List.of(
                Workload.of(
                                "where",
                                "where the server's processor time goes, sampled; what is missing to"
                                        + " its whole is the JVM's own: compiler, collector",
                                ProfileWorkloads::cast)
                        .onlyIfNamed());
    }

    private static List<Contender> cast(Stage stage) throws Exception {
        Server server = stage.server();
        return List.of(
                new Profiled(MESSAGE, SocketWorkloads.messages(server, MESSAGE), server.jvm()),
                new Profiled(DELIVERY, SocketWorkloads.fanOut(stage, 1_000), server.jvm()),
                new Profiled(CONNECTION, SocketWorkloads.arrivals(stage), server.jvm()),
                new Profiled(REQUEST, RestWorkloads.healthz(stage, server, REQUEST), server.jvm()));
    }
}
