package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.contest.Consumption;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Hosted;
import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// nginx with its module nchan, as Debian has both, sending what one socket says to all: in as many
/// processes as there are processors, by the same certificate.
final class Nchan {

    static final String NAME = "nginx with nchan";

    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    private Nchan() {}

    /// Empty where it is not installed.
    static Optional<Contender> fanOut(Stage stage, int receivers) throws IOException {
        if (!Files.exists(MODULE)) {
            return Optional.empty();
        }
        int port = freePort();
        Path directory = Files.createTempDirectory(stage.directory(), "nchan");
        Path settings = directory.resolve("nginx.conf");
        Files.writeString(settings, settings(stage.server(), directory, port));
        Program program =
                stage.start(
                        List.of("nginx", "-c", settings.toString(), "-e", "stderr"),
                        "nchan",
                        Pattern.compile("start worker processes"));
        program.ready();
        List<Visit> visits = Collections.nCopies(receivers, Visit.ofStranger());
        return Optional.of(
                new Hosted(
                        new Loaded(
                                NAME,
                                port,
                                client ->
                                        Ours.listening(
                                                client,
                                                new Audience(
                                                        Visit.ofStranger(),
                                                        Audience.event(),
                                                        visits,
                                                        receivers)),
                                Ours::speak,
                                Costs.ofServer(Consumption.ofTree(program.process()))),
                        program));
    }

    private static String settings(Server server, Path directory, int port) {
        return """
                load_module %s;
                daemon off;
                %s
                worker_processes auto;
                worker_rlimit_nofile 20000;
                pid %s/nginx.pid;
                error_log stderr notice;
                events {
                    worker_connections 19000;
                }
                http {
                    access_log off;
                    client_body_temp_path %s;
                    proxy_temp_path %s;
                    fastcgi_temp_path %s;
                    uwsgi_temp_path %s;
                    scgi_temp_path %s;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    ssl_protocols TLSv1.3;
                    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
                    server {
                        listen 127.0.0.1:%d ssl backlog=4096;
                        location = / {
                            nchan_pubsub websocket;
                            nchan_channel_id bench;
                            nchan_store_messages off;
                        }
                    }
                }
                """
                .formatted(
                        MODULE,
                        // Its workers would not be root, and so could not read what is only ours.
                        System.getProperty("user.name").equals("root") ? "user root;" : "",
                        directory,
                        directory,
                        directory,
                        directory,
                        directory,
                        directory,
                        server.certificate(),
                        server.key(),
                        port);
    }

    /// Nobody else takes it in the moment until nginx does.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
