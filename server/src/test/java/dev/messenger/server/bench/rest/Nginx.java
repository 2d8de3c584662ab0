package dev.messenger.server.bench.rest;

import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// nginx with a directory to serve over TLS 1.3, the server's certificate and its cipher; its own
/// settings, on a free port of the loopback.
record Nginx(Program program, int port) {

    static Nginx start(Stage stage, Path directory) throws IOException {
        Server server = stage.server();
        int port = freePort();
        Path settings = stage.directory().resolve("nginx.conf");
        Files.writeString(settings, settings(directory, port, server));
        Program program =
                stage.start(
                        List.of(
                                "nginx",
                                "-p",
                                directory.toString(),
                                "-c",
                                settings.toString(),
                                "-e",
                                "stderr"),
                        "nginx",
                        Pattern.compile("start worker process "));
        program.ready();
        return new Nginx(program, port);
    }

    private static String settings(Path directory, int port, Server server) {
        // Its workers would not be root, and so could not read what is only ours.
        boolean root = System.getProperty("user.name").equals("root");
        return """
            daemon off;
            %s
            worker_processes auto;
            pid %2$s/nginx.pid;
            error_log stderr notice;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000;
                client_body_temp_path %2$s/client_body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                server {
                    listen 127.0.0.1:%3$d ssl backlog=4096;
                    root %2$s;
                    ssl_certificate %4$s;
                    ssl_certificate_key %5$s;
                    ssl_protocols TLSv1.3;
                    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
                }
            }
            """
                .formatted(
                        root ? "user root;" : "",
                        directory,
                        port,
                        server.certificate(),
                        server.key());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
