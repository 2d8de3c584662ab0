package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.contest.Command;
import dev.messenger.server.bench.contest.Consumption;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Hosted;
import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// ejabberd, as Debian has it, with its users and its archive (mod_mam) in a database of its own on the
/// server's PostgreSQL.
final class Ejabberd {

    static final String NAME = "ejabberd with archive";

    private static final Path SCHEMA = Path.of("/usr/share/ejabberd/sql/pg.sql");
    private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");
    private static final String DATABASE = "ejabberd";

    private Ejabberd() {}

    /// Empty where it is not installed.
    static Optional<Contender> messages(Stage stage) throws Exception {
        if (!Files.exists(SCHEMA)) {
            return Optional.empty();
        }
        Server server = stage.server();
        createDatabase(server);
        int port = Nchan.freePort();
        Path directory = Files.createTempDirectory(stage.directory(), DATABASE);
        Path settings = directory.resolve("ejabberd.yml");
        Files.writeString(settings, settings(server, certificate(directory), port));
        Program program =
                stage.start(
                        command(directory, settings), DATABASE, Pattern.compile("Start accepting"));
        program.ready();
        return Optional.of(
                new Hosted(
                        new Loaded(
                                NAME,
                                port,
                                client -> {
                                    XmppConversations load =
                                            new XmppConversations(
                                                    2 * Ours.PAIRS, Ours.DEVICES, Ours.CONTENT);
                                    load.open(client);
                                    return load;
                                },
                                Ours::write,
                                new Costs(
                                        Optional.of(Consumption.of(program.process())),
                                        Optional.of(server.database()),
                                        Optional.empty())),
                        program));
    }

    /// Without ejabberdctl, which would become another user and take part in a cluster.
    private static List<String> command(Path directory, Path settings) throws IOException {
        try (Stream<Path> libraries = Files.list(LIBRARIES)) {
            Path code =
                    libraries
                            .filter(it -> it.getFileName().toString().startsWith("ejabberd-"))
                            .findFirst()
                            .orElseThrow();
            return List.of(
                    "env",
                    "EJABBERD_CONFIG_PATH=" + settings,
                    "EJABBERD_LOG_PATH=" + directory.resolve("ejabberd.log"),
                    "HOME=" + directory,
                    "erl",
                    "-noinput",
                    "+K",
                    "true",
                    "+P",
                    "250000",
                    "-pa",
                    code.resolve("ebin").toString(),
                    "-mnesia",
                    "dir",
                    "\"" + directory.resolve("mnesia") + "\"",
                    "-s",
                    "ejabberd");
        }
    }

    /// One like the server's (ECDSA, P-256), but its own: in the server's key, which is without its public
    /// half, ejabberd does not see the one that the certificate is about.
    private static Path certificate(Path directory) throws IOException, InterruptedException {
        Path both = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        Command.run(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "7",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        both.toString()),
                Map.of(),
                directory.resolve("openssl.log"));
        Files.writeString(both, Files.readString(both) + Files.readString(key));
        return both;
    }

    private static void createDatabase(Server server) throws IOException, SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        try (Connection connection =
                        DriverManager.getConnection(
                                server.databaseUrl(DATABASE),
                                "messenger",
                                server.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(SCHEMA));
            for (int i = 1; i <= 2 * Ours.PAIRS; i++) {
                String user = "u" + i;
                statement.execute(
                        "INSERT INTO users (username, password) VALUES ('%s', '%s')"
                                .formatted(user, XmppConversations.password(user)));
            }
        }
    }

    private static String settings(Server server, Path certificate, int port) {
        return """
                hosts:
                  - localhost
                loglevel: info
                certfiles:
                  - %s
                listen:
                  -
                    port: %d
                    ip: "127.0.0.1"
                    module: ejabberd_http
                    tls: true
                    request_handlers:
                      /ws: ejabberd_http_ws
                auth_method: sql
                auth_password_format: plain
                default_db: sql
                sql_type: pgsql
                sql_server: "127.0.0.1"
                sql_port: %d
                sql_database: "%s"
                sql_username: "messenger"
                sql_password: "%s"
                sql_pool_size: 10
                modules:
                  mod_mam:
                    db_type: sql
                    default: always
                  mod_roster: {}
                """
                .formatted(
                        certificate,
                        port,
                        server.databasePort(),
                        DATABASE,
                        server.databasePassword());
    }
}
