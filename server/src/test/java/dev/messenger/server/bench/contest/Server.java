package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The server in a process of its own, with its own PostgreSQL, as scripts/run starts it: the same jars,
/// JVM flags and defaults. Only its limits are off, and it listens on a free port of the loopback.
public final class Server implements AutoCloseable {

    /// In the words of the report.
    static final List<String> FLAGS = List.of("--host=127.0.0.1", "--port=0", "--limits=off");

    private static final Pattern ADDRESS = Pattern.compile("serves at https://localhost:(\\d+)");

    private final Program program;
    private final Path data;
    private final int port;
    private final ManagedJvm jvm;
    private final Consumption database;

    private Server(Program program, Path data) throws IOException {
        this.program = program;
        this.data = data;
        this.port = Integer.parseInt(program.ready().group(1));
        this.jvm = ManagedJvm.of(program.process().pid());
        this.database =
                Consumption.ofTree(
                        ProcessHandle.of(Long.parseLong(postmaster().getFirst().strip()))
                                .orElseThrow());
    }

    /// Returns when it serves.
    ///
    /// @param more flags
    static Server start(Installation installation, Path data, Path log, String... more)
            throws IOException {
        List<String> command = installation.server(FLAGS.toArray(String[]::new));
        command.addAll(List.of(more));
        command.add("--data-dir=" + data);
        Program program = Program.start(command, Map.of(), log, ADDRESS);
        try {
            return new Server(program, data);
        } catch (IOException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "https://127.0.0.1:" + port + path;
    }

    /// The self-signed one, in PEM.
    public Path certificate() {
        return data.resolve("certificate.pem");
    }

    public Path key() {
        return data.resolve("key.pem");
    }

    public Program program() {
        return program;
    }

    public ManagedJvm jvm() {
        return jvm;
    }

    /// Of the server, of its PostgreSQL, and what it allocates.
    public Costs costs() {
        return new Costs(
                Optional.of(Consumption.of(program.process())),
                Optional.of(database),
                Optional.of(jvm));
    }

    /// Of the postmaster and all below it.
    public Consumption database() {
        return database;
    }

    public int databasePort() {
        // The fourth line of postmaster.pid.
        return Integer.parseInt(postmaster().get(3).strip());
    }

    public String databasePassword() {
        try {
            return Files.readString(data.resolve("postgres-password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Connection connect() throws SQLException {
        return connect("messenger");
    }

    /// @param name of a database in its PostgreSQL
    public Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(databaseUrl(name), "messenger", databasePassword());
    }

    public String databaseUrl(String name) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(databasePort(), name);
    }

    /// What PostgreSQL says of a setting of its own.
    String setting(String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> postmaster() {
        try {
            return Files.readAllLines(data.resolve("postgres/postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        jvm.close();
        program.close();
    }
}
