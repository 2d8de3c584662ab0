package dev.messenger.server.siege;

import dev.messenger.storage.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL that the server does not own, as durable as its own, which can be made to stand still.
/// Used on the main thread; its data are thrown away.
final class OutsideDatabase implements AutoCloseable {

    private final Path data;
    private final EmbeddedDatabase database;

    private OutsideDatabase(Path data) {
        this.data = data;
        this.database = EmbeddedDatabase.open(data);
        // Ctrl-C, too, leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    static OutsideDatabase start() throws IOException {
        return new OutsideDatabase(Files.createTempDirectory("messenger-storm"));
    }

    String url() {
        return database.jdbcUrl();
    }

    String user() {
        return database.user();
    }

    String password() {
        return database.password();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    /// All its processes stand still, in the midst of whatever they do.
    void pause() throws IOException {
        signal("-STOP");
    }

    void goOn() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        ProcessHandle postmaster =
                ProcessHandle.of(
                                Long.parseLong(
                                        Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                                                .getFirst()
                                                .strip()))
                        .orElseThrow();
        // The postmaster first: then there are no new ones.
        kill(signal, List.of(postmaster));
        kill(signal, postmaster.descendants().toList());
    }

    private static void kill(String signal, List<ProcessHandle> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).inheritIO().start().onExit().join();
    }

    private void end() {
        if (Files.exists(data.resolve("postgres/postmaster.pid"))) {
            try {
                goOn();
            } catch (IOException itHasJustEnded) {
                // Which is what is wanted.
            }
        }
        database.close();
    }

    @Override
    public void close() throws IOException {
        end();
        try (Stream<Path> left = Files.walk(data)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
