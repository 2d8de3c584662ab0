package dev.messenger.server.bench.rest;

import dev.messenger.server.bench.contest.Claim;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Workload;
import dev.messenger.server.bench.postgres.Pgbench;
import dev.messenger.server.bench.rest.Wrk.Asking;
import java.util.List;

/// Every workload over HTTP, a declaration each.
public final class RestWorkloads {

    private static final String OURS = "messenger";
    private static final String FIXED = "fixed-answer limit";
    private static final String PGBENCH = "pgbench, same select";

    private static final int CONNECTIONS = 32;

    /// As many as the server's pool has.
    private static final int DATABASE_CLIENTS = 5;

    private RestWorkloads() {}

    public static List<Workload> all() {
        return List.of(
                Workload.of(
                                "healthz",
                                "GET /healthz over TLS",
                                stage ->
                                        List.of(
                                                healthz(stage, stage.server(), OURS),
                                                Rungs.fixed(stage, FIXED)),
                                Claim.ratio("/healthz over TLS", OURS, FIXED, Metric.RATE)
                                        .against("fixed-answer Netty limit")
                                        .atLeast(0.85, 0.95),
                                Claim.ratio("/healthz, processor time", OURS, FIXED, Metric.CPU)
                                        .against("fixed-answer Netty limit"),
                                Claim.absolute("allocation per /healthz", OURS, Metric.ALLOCATED))
                        .taking(RestWorkloads::compileFirst)
                        .alsoQuick(),
                Workload.of(
                                "history",
                                "POST /get_past_messages, 50 rows, Bearer",
                                stage -> history(stage, Town.of(stage).full()),
                                Claim.ratio(
                                                "/get_past_messages, 50 rows",
                                                OURS,
                                                PGBENCH,
                                                Metric.RATE)
                                        .atLeast(0.50, 0.80),
                                Claim.absolute("allocation for 50 rows", OURS, Metric.ALLOCATED))
                        .alsoQuick(),
                Workload.of(
                        "history-1",
                        "POST /get_past_messages, 1 row, Bearer",
                        stage -> history(stage, Town.of(stage).small()),
                        Claim.ratio("/get_past_messages, 1 row", OURS, PGBENCH, Metric.RATE)),
                Workload.of(
                        "search",
                        "POST /search among 3,000 people",
                        RestWorkloads::search,
                        Claim.ratio("/search", OURS, PGBENCH, Metric.RATE)),
                Workload.of(
                                "login-cold",
                                "POST /login, everybody for the first time, bcrypt cost 10",
                                stage ->
                                        List.of(
                                                Logins.cold(stage, OURS),
                                                Logins.bcrypt("bcrypt alone")),
                                Claim.ratio("/login, cold", OURS, "bcrypt alone", Metric.RATE)
                                        .against("bcrypt alone, one thread"))
                        .taking(Logins::shorten),
                Workload.of(
                        "login",
                        "POST /login, the same 40 people over and over: a session, a commit each",
                        stage ->
                                List.of(
                                        Logins.familiar(stage, OURS),
                                        Pgbench.singleInserts(
                                                stage, "pgbench, single inserts", 16)),
                        Claim.ratio(
                                "/login, seen before",
                                OURS,
                                "pgbench, single inserts",
                                Metric.RATE)),
                Workload.of(
                                "download",
                                "a file of %d MiB over TLS 1.3, %d connections; an operation is a megabyte"
                                        .formatted(Downloads.MEGABYTES, Downloads.CONNECTIONS),
                                stage -> Downloads.cast(stage, OURS, "nginx"),
                                Claim.ratio("large download over TLS", OURS, "nginx", Metric.RATE)
                                        .atLeast(0.70, 0.95),
                                Claim.ratio("the same, processor time", OURS, "nginx", Metric.CPU))
                        .alsoQuick(),
                Workload.of("ladder", "what each step of a request adds", Rungs::all)
                        .onlyIfNamed());
    }

    /// As a rule it is the first that the servers do, so that what they share with all that follows is
    /// still to be compiled.
    private static Effort compileFirst(Effort effort) {
        return effort.withWarmUp(effort.warmUp().multipliedBy(3));
    }

    /// The least that a server is asked.
    public static Contender healthz(Stage stage, Server server, String name) {
        return Rungs.healthz(stage, server, name);
    }

    private static List<Contender> history(Stage stage, Town.Range chats) throws Exception {
        return List.of(
                Rungs.history(stage, OURS, chats),
                Pgbench.history(stage, PGBENCH, DATABASE_CLIENTS, chats.first(), chats.last()));
    }

    private static List<Contender> search(Stage stage) throws Exception {
        Town town = Town.of(stage);
        Server server = stage.server();
        Asking asking =
                Asking.script(
                        server.url("/search"),
                        CONNECTIONS,
                        stage.installation().scripts().resolve("wrk/search.lua"),
                        Long.toString(town.names().first()),
                        Long.toString(town.names().last()));
        return List.of(
                new Wrk(stage, OURS, asking, server.costs()),
                Pgbench.search(
                        stage,
                        PGBENCH,
                        DATABASE_CLIENTS,
                        town.names().first(),
                        town.names().last()));
    }
}
