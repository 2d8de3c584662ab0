package dev.messenger.server.bench.rest;

import dev.messenger.server.bench.contest.Consumption;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Hosted;
import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.limit.FixedAnswer;
import dev.messenger.server.bench.rest.Wrk.Asking;
import java.io.IOException;
import java.util.List;

/// Requests each of which costs one thing more than the one before: the ladder, and what other workloads
/// take from it.
final class Rungs {

    private static final int MANY = 64;
    private static final int CONNECTIONS = 32;

    private Rungs() {}

    static List<Contender> all(Stage stage) throws Exception {
        Town town = Town.of(stage);
        return List.of(
                fixed(stage, "1 fixed answer (the limit)"),
                healthz(stage, stage.server(), "2 + front door, routes: /healthz"),
                // Refused for its password, by then it was read and checked.
                posting(
                        stage,
                        "3 + a virtual thread, JSON in, checked, refused: /registration",
                        "/registration",
                        "{\"user_name\":\"Ann\",\"login\":\"ann\",\"password\":\"short\"}",
                        false),
                // Nobody has a chat with oneself: the caller is known by then, and nothing else.
                posting(
                        stage,
                        "4 + auth, by a session that is remembered: /chat_creating with oneself",
                        "/chat_creating",
                        "{\"user_id_1\":%1$d,\"user_id_2\":%1$d}".formatted(town.id()),
                        true),
                history(stage, "5 + one select, one row: /get_past_messages", town.small()),
                sending(stage, "6 + one insert, on disk: /v2/chats/{id}/messages", town.empty()));
    }

    static Contender fixed(Stage stage, String name) throws IOException {
        Server server = stage.server();
        Program program =
                stage.tests(
                        FixedAnswer.class,
                        server.certificate().toString(),
                        server.key().toString());
        String url = "https://127.0.0.1:" + program.ready().group(1) + "/healthz";
        Costs costs = Costs.ofServer(Consumption.of(program.process()));
        return new Hosted(new Wrk(stage, name, Asking.get(url, MANY), costs), program);
    }

    static Contender healthz(Stage stage, Server server, String name) {
        return new Wrk(stage, name, Asking.get(server.url("/healthz"), MANY), server.costs());
    }

    static Contender history(Stage stage, String name, Town.Range chats) throws Exception {
        return scripted(
                stage,
                name,
                "/get_past_messages",
                "wrk/history.lua",
                Town.of(stage).token(),
                Long.toString(chats.first()),
                Long.toString(chats.last()));
    }

    private static Contender sending(Stage stage, String name, Town.Range chats) throws Exception {
        return scripted(
                stage,
                name,
                "",
                "wrk/send.lua",
                Town.of(stage).token(),
                Long.toString(chats.first()),
                Long.toString(chats.last()),
                "A message as people send it: " + "word ".repeat(18));
    }

    private static Contender scripted(
            Stage stage, String name, String path, String script, String... arguments)
            throws IOException {
        Asking asking =
                Asking.script(
                        stage.server().url(path),
                        CONNECTIONS,
                        stage.installation().scripts().resolve(script),
                        arguments);
        return new Wrk(stage, name, asking, stage.server().costs());
    }

    private static Contender posting(
            Stage stage, String name, String path, String body, boolean signedIn) throws Exception {
        String[] arguments =
                signedIn ? new String[] {body, Town.of(stage).token()} : new String[] {body};
        Asking asking =
                Asking.script(
                                stage.server().url(path),
                                CONNECTIONS,
                                stage.installation().scripts().resolve("wrk/post.lua"),
                                arguments)
                        .refused();
        return new Wrk(stage, name, asking, stage.server().costs());
    }
}
