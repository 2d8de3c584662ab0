package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// Makes the cluster's files: the databases' directory and the password beside it.
///
/// A cluster is made under another name and renamed when it is whole, so whatever interrupts that, the
/// next start begins anew.
final class Cluster {
    static final String USER = "messenger";
    static final String DATABASE = "messenger";

    private static final Duration CREATION_LIMIT = Duration.ofMinutes(2);

    /// A young cluster writes each new file of its log full of zeros and flushes it, while every commit
    /// waits: for PostgreSQL's 16 MB that is 50 ms and more, every few seconds under load.
    private static final int WAL_SEGMENT_MEGABYTES = 2;

    /// Only the server's own role may come in, with its password. The superuser has none and can only be
    /// reached by who can read the files: `postgres --single`.
    private static final String WHO_MAY_CONNECT =
            "host all " + USER + " 127.0.0.1/32 scram-sha-256\n";

    private final DataDirectory data;

    Cluster(DataDirectory data) {
        this.data = data;
    }

    /// Looks before anything is touched.
    void refuseWhatIsNotOurs() throws IOException {
        Path cluster = data.cluster();
        if (Files.notExists(cluster)) {
            return;
        }
        // Root may read it, but PostgreSQL does not run as root and would be stopped by the
        // permissions.
        if (Owner.of(cluster) != Owner.ofThisProcess()) {
            throw new DatabaseUnavailable(
                    "%s belongs to another user: run the server as that user, or choose another data directory."
                            .formatted(cluster));
        }
        Path versionFile = cluster.resolve("PG_VERSION");
        if (Files.notExists(versionFile)) {
            throw new DatabaseUnavailable(
                    "%s exists but is not a PostgreSQL cluster: move it away, or choose another data directory."
                            .formatted(cluster));
        }
        String version = Files.readString(versionFile).strip();
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new WrongDatabaseVersion(cluster, version, PostgresBinaries.MAJOR);
        }
        if (Files.notExists(data.passwordFile())) {
            throw new DatabaseUnavailable(
                    "The database's password is missing: put %s back from where %s came."
                            .formatted(data.passwordFile(), cluster));
        }
    }

    void createUnlessThere(PostgresPrograms programs, Settings settings) throws IOException {
        sweepHalfMadeOnes();
        if (Files.exists(data.cluster())) {
            return;
        }
        Path building = data.root().resolve("postgres.new-" + UUID.randomUUID());
        initialise(building, programs, settings);
        Path rules = building.resolve("pg_hba.conf");
        Files.writeString(
                rules,
                WHO_MAY_CONNECT,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.SYNC);
        createDatabase(building, programs);
        Files.move(building, data.cluster(), StandardCopyOption.ATOMIC_MOVE);
        FileTree.flush(data.root());
    }

    String password() throws IOException {
        return Files.readString(data.passwordFile()).strip();
    }

    private void sweepHalfMadeOnes() throws IOException {
        for (Path child : FileTree.children(data.root())) {
            if (child.getFileName().toString().startsWith("postgres.new-")) {
                PostgresProcesses.in(child).killAll();
                FileTree.delete(child);
            }
        }
    }

    private static void initialise(Path building, PostgresPrograms programs, Settings settings)
            throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--pgdata=" + building,
                                "--username=postgres",
                                "--auth=reject",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8",
                                "--wal-segsize=" + WAL_SEGMENT_MEGABYTES));
        settings.initial().forEach(setting -> arguments.add("--set=" + setting));
        var ended = programs.run(CREATION_LIMIT, "initdb", arguments.toArray(String[]::new));
        if (!ended.well()) {
            throw new DatabaseUnavailable(
                    "The database could not be created: %s".formatted(ended.reason()));
        }
    }

    /// The role owns its database and may watch the server, no more. Single-user mode answers an error
    /// with its next prompt and ends well all the same.
    private void createDatabase(Path building, PostgresPrograms programs) throws IOException {
        String statements =
                """
                CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s';
                GRANT pg_monitor, pg_checkpoint TO %1$s;
                CREATE DATABASE %3$s OWNER %1$s;
                """
                        .formatted(USER, newPassword(), DATABASE);
        var ended =
                programs.run(
                        statements,
                        CREATION_LIMIT,
                        "postgres",
                        "--single",
                        "-D",
                        building.toString(),
                        "-c",
                        "log_min_error_statement=panic",
                        "template1");
        if (!ended.well() || ended.output().contains("ERROR:")) {
            throw new DatabaseUnavailable(
                    "The database could not be created: %s".formatted(ended.reason()));
        }
    }

    private String newPassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.deleteIfExists(data.passwordFile()); // of a cluster that was never finished
        Files.createFile(
                data.passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(data.passwordFile(), password + "\n", StandardOpenOption.SYNC);
        return password;
    }
}
