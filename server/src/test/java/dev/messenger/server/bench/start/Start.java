package dev.messenger.server.bench.start;

import dev.messenger.server.bench.contest.Caller;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// A server that is started again and again, over a PostgreSQL that runs already: from the start of the
/// process to its first answer over HTTPS for which it had to read the database.
final class Start implements Contender {

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SERVES = Pattern.compile("^Messenger serves");

    private static final byte[] REQUEST =
            """
            POST /search HTTP/1.1
            Host: localhost
            Content-Type: application/json
            Content-Length: 20

            {"user_name":"Anna"}"""
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final Stage stage;
    private final Server database;
    private final String name;
    private final Function<String[], List<String>> command;
    private final SSLContext trust;
    private final Path log;

    /// @param command makes the command line of flags
    Start(Stage stage, String name, Function<String[], List<String>> command) throws IOException {
        this.stage = stage;
        this.database = stage.server();
        this.name = name;
        this.command = command;
        this.log = stage.log("start");
        this.trust = Caller.trusting(database.certificate());
    }

    @Override
    public String name() {
        return name;
    }

    /// A database of its own beside the other server's, and a first start, which fills it.
    @Override
    public void prepare() throws Exception {
        String owned = databaseName();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + owned);
        }
        run(Duration.ZERO);
        try (Connection connection = database.connect(owned);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO users (login, login_key, user_name, name_key, password_hash)
                    VALUES ('anna', 'anna', 'Anna', 'anna', '')
                    """);
        }
    }

    @Override
    public Tally run(Duration time) throws Exception {
        int port = freePort();
        long began = System.nanoTime();
        try (Program program = Program.start(commandLine(port), Map.of(), log, SERVES)) {
            awaitAnswer(program, port, began);
            long took = System.nanoTime() - began;
            program.ready();
            return Tally.only(Metric.TIME, took / 1e6);
        }
    }

    private List<String> commandLine(int port) {
        return command.apply(
                new String[] {
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--data-dir=" + stage.directory().resolve("data-" + databaseName()),
                    "--tls-cert=" + database.certificate(),
                    "--tls-key=" + database.key(),
                    "--database-url=" + database.databaseUrl(databaseName()),
                    "--database-user=messenger",
                    "--database-password=" + database.databasePassword()
                });
    }

    private String databaseName() {
        return "start_" + name.replaceAll("\\W+", "_").toLowerCase(Locale.ROOT);
    }

    private void awaitAnswer(Program program, int port, long began) throws IOException {
        while (true) {
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                    Socket socket =
                            trust.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
                socket.getOutputStream().write(REQUEST);
                String status =
                        new BufferedReader(
                                        new InputStreamReader(
                                                socket.getInputStream(), StandardCharsets.US_ASCII))
                                .readLine();
                // Nobody is found before there is anybody.
                if (status == null || !status.matches("HTTP/1.1 (200|404) .*")) {
                    throw new IllegalStateException("answer: " + status);
                }
                return;
            } catch (ConnectException notYet) {
                if (!program.process().isAlive()
                        || System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new IllegalStateException("the server does not start", notYet);
                }
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
