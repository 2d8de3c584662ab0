package dev.messenger.storage.embedded;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.stream.Stream;

/// A primary and its synchronous standby, for tests that lose the one and go on with the other.
///
/// The binaries hold no `pg_basebackup`, so the standby begins as a copy of the stopped primary's files
/// and streams from there on.
public final class ReplicatedPair implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path first;
    private final Path second;
    private final EmbeddedDatabase primary;
    private final EmbeddedDatabase standby;

    private ReplicatedPair(
            Path first, Path second, EmbeddedDatabase primary, EmbeddedDatabase standby) {
        this.first = first;
        this.second = second;
        this.primary = primary;
        this.standby = standby;
    }

    /// @param directory empty, and gone with the test
    public static ReplicatedPair start(Path directory) throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        EmbeddedDatabase.open(first, settings(), EmbeddedDatabase::freePort).close();
        allowReplication(first);
        copy(first, second);
        EmbeddedDatabase primary =
                EmbeddedDatabase.open(
                        first, settings("synchronous_standby_names=*"), EmbeddedDatabase::freePort);
        follow(second, primary);
        EmbeddedDatabase standby =
                EmbeddedDatabase.open(second, settings(), EmbeddedDatabase::freePort);
        return new ReplicatedPair(first, second, primary, standby);
    }

    private static Settings settings(String... more) {
        return new Settings(
                Settings.durable().initial(),
                Stream.concat(
                                Settings.durable().always().stream(),
                                Stream.concat(Stream.of("shared_buffers=32MB"), Stream.of(more)))
                        .toList());
    }

    private static void allowReplication(Path directory) throws IOException {
        Path cluster = cluster(directory);
        Files.writeString(
                cluster.resolve("pg_hba.conf"),
                "host replication " + Cluster.USER + " 127.0.0.1/32 scram-sha-256\n",
                StandardOpenOption.APPEND);
        run(
                directory,
                "ALTER ROLE " + Cluster.USER + " REPLICATION;\n",
                "postgres",
                "--single",
                "-D",
                cluster.toString(),
                "template1");
    }

    private static void follow(Path directory, EmbeddedDatabase primary) throws IOException {
        Path cluster = cluster(directory);
        Files.createFile(cluster.resolve("standby.signal"));
        int port = Integer.parseInt(primary.jdbcUrl().replaceFirst(".*:(\\d+)/.*", "$1"));
        Files.writeString(
                cluster.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'\n"
                        .formatted(port, primary.user(), primary.password()),
                StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes is)
                            throws IOException {
                        Files.copy(
                                path,
                                to.resolve(from.relativize(path).toString()),
                                COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes is)
                            throws IOException {
                        Files.copy(
                                path,
                                to.resolve(from.relativize(path).toString()),
                                COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Names both, the standby first, and asks for the primary.
    public String jdbcUrl() {
        return standby.jdbcUrl()
                        .replaceFirst("//[^/]+/", "//" + host(standby) + "," + host(primary) + "/")
                + "?targetServerType=primary";
    }

    private static String host(EmbeddedDatabase database) {
        return database.jdbcUrl().replaceFirst(".*//([^/]+)/.*", "$1");
    }

    public String user() {
        return primary.user();
    }

    public String password() {
        return primary.password();
    }

    /// The primary dies at once, as by `kill -9`, and the standby takes its place.
    public void failOver() throws IOException {
        PostgresProcesses.in(cluster(first)).killAll();
        run(second, "", "pg_ctl", "promote", "--wait", "--pgdata=" + cluster(second));
    }

    private static Path cluster(Path directory) {
        return directory.resolve("postgres");
    }

    private static void run(Path directory, String input, String program, String... arguments)
            throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(BinariesCache.directory(directory));
        PostgresPrograms programs =
                new PostgresPrograms(binaries, directory.resolve("test-output"));
        PostgresPrograms.Ended ended = programs.run(input, LIMIT, program, arguments);
        if (!ended.well()) {
            throw new IllegalStateException(program + ": " + ended.reason());
        }
    }

    @Override
    public void close() {
        standby.close();
        primary.close();
    }
}
