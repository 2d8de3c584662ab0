package dev.messenger.server.bench.rest;

import dev.messenger.server.bench.contest.Caller;
import dev.messenger.server.bench.contest.Consumption;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Hosted;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.rest.Wrk.Asking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// One large file, from the server and from nginx, on a few connections at once.
final class Downloads {

    static final int MEGABYTES = 64;
    static final int CONNECTIONS = 4;

    private static final String FILE = "large.bin";
    private static final long SEED = 1;

    private Downloads() {}

    static List<Contender> cast(Stage stage, String ours, String nginx) throws Exception {
        Path directory = Files.createDirectories(stage.directory().resolve("files"));
        Path file = directory.resolve(FILE);
        write(file);
        return List.of(fromServer(stage, ours, file), fromNginx(stage, nginx, directory));
    }

    private static void write(Path file) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        Random random = new Random(SEED);
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(megabyte);
                out.write(megabyte);
            }
        }
    }

    private static Contender fromServer(Stage stage, String name, Path file) throws Exception {
        Server server = stage.server();
        Town town = Town.of(stage);
        Caller caller = new Caller(server);
        String handle = caller.upload(town.token(), file);
        long message =
                caller.post(
                                "/v2/chats/" + town.empty().first() + "/messages",
                                town.token(),
                                Map.of(
                                        "client_msg_id",
                                        UUID.randomUUID().toString(),
                                        "content",
                                        "",
                                        "file",
                                        handle,
                                        "file_name",
                                        FILE))
                        .get("message_id")
                        .asLong();
        Asking asking =
                Asking.script(
                                server.url("/file_download"),
                                CONNECTIONS,
                                stage.installation().scripts().resolve("wrk/post.lua"),
                                "{\"message_id\":" + message + "}",
                                town.token())
                        .byMegabytes();
        return new Wrk(stage, name, asking, server.costs());
    }

    private static Contender fromNginx(Stage stage, String name, Path directory)
            throws IOException {
        Nginx nginx = Nginx.start(stage, directory);
        Asking asking =
                Asking.get("https://127.0.0.1:%d/%s".formatted(nginx.port(), FILE), CONNECTIONS)
                        .byMegabytes();
        Costs costs = Costs.ofServer(Consumption.ofTree(nginx.program().process()));
        return new Hosted(new Wrk(stage, name, asking, costs), nginx.program());
    }
}
