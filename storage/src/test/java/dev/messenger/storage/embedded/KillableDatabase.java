package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL of its own, durable as the real one, to be mistreated: killed, paused and restarted.
///
/// It keeps its port through all of that, and its data until the directory is deleted. Called by the one
/// thread that mistreats it.
public final class KillableDatabase implements AutoCloseable {
    private final Path directory;
    private final Settings settings;
    private final int port;
    private EmbeddedDatabase running;

    private KillableDatabase(Path directory, Settings settings) throws IOException {
        this.directory = directory.toRealPath();
        this.settings = settings;
        this.port = EmbeddedDatabase.freePort();
        this.running = open();
    }

    public static KillableDatabase durable(Path directory) throws IOException {
        return new KillableDatabase(directory, with(Stream.of()));
    }

    /// One that answers a commit long before it is even handed to the system: what a power cut takes from
    /// a careless database, a kill takes from this one.
    public static KillableDatabase unflushed(Path directory) throws IOException {
        return new KillableDatabase(
                directory,
                with(
                        Stream.of(
                                "fsync=off",
                                "full_page_writes=off",
                                "synchronous_commit=off",
                                "wal_writer_delay=10s",
                                "wal_writer_flush_after=1GB",
                                "wal_buffers=32MB")));
    }

    private static Settings with(Stream<String> more) {
        return new Settings(
                Settings.durable().initial(),
                Stream.of(
                                Settings.durable().always().stream(),
                                Stream.of("shared_buffers=64MB", "max_connections=100"),
                                more)
                        .flatMap(settings -> settings)
                        .toList());
    }

    public int port() {
        return port;
    }

    public String user() {
        return running.user();
    }

    public String password() {
        return running.password();
    }

    /// SIGKILL for every process of it. It is down until [#restart()].
    public void kill() {
        processes().killAll();
    }

    /// Recovers, if it was killed; else stops it first, as an operator would.
    public void restart() {
        running.close();
        running = open();
    }

    /// SIGSTOP: nothing is refused, and nothing goes on.
    public void pause() throws IOException {
        signal("-STOP");
    }

    public void resume() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes().handles().forEach(process -> command.add(Long.toString(process.pid())));
        try {
            // One that has ended meanwhile is no failure.
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EmbeddedDatabase open() {
        return EmbeddedDatabase.open(directory, settings, () -> port);
    }

    private PostgresProcesses processes() {
        return PostgresProcesses.in(directory.resolve("postgres"));
    }

    @Override
    public void close() {
        running.close();
    }
}
