package dev.messenger.storage.embedded;

import static dev.messenger.storage.embedded.Sql.ask;
import static dev.messenger.storage.embedded.Sql.connect;
import static dev.messenger.storage.embedded.Sql.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir private static Path original;
    @TempDir private static Path parent;

    private static PreparedDirectory prepared;
    private static Path directory;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void open() {
        directory = parent.resolve("data with a space");
        database = EmbeddedDatabase.open(directory);
        prepared = PreparedDirectory.in(original);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void itIsPostgres18AndAnAcknowledgedCommitIsOnDisk() throws SQLException {
        assertThat(ask(database, "SHOW server_version")).startsWith(PostgresBinaries.MAJOR + ".");
        assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
        assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask(database, "SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void noCommitWaitsForMoreThanTwoMegabytesOfNewLog() throws SQLException {
        assertThat(ask(database, "SHOW wal_segment_size")).isEqualTo("2MB");
    }

    @Test
    void itsLettersAreUnicodeWhateverTheMachinesLanguage() throws SQLException {
        assertThat(ask(database, "SELECT lower('ÄЖΩ')")).isEqualTo("äжω");
        assertThat(
                        ask(
                                database,
                                "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'messenger'"))
                .isEqualTo("b C.UTF-8");
    }

    @Test
    void onlyTheRightPasswordComesIn() {
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        database.jdbcUrl(), database.user(), "wrong"))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        database.jdbcUrl(), "postgres", database.password()))
                .hasMessageContaining("no pg_hba.conf entry");
    }

    @Test
    void theServersRoleIsNoSuperuserAndMayCreateTrustedExtensions() throws SQLException {
        assertThat(ask(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        execute(database, "CREATE EXTENSION pg_trgm");
    }

    @Test
    void itListensOnTheLoopbackOnly() throws IOException, SQLException {
        assertThat(ask(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask(database, "SHOW unix_socket_directories")).isEmpty();
        int port = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
        for (InetAddress address : addressesOfThisMachine()) {
            assertThatThrownBy(() -> new Socket(address, port)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void thePasswordIsForItsOwnersEyesAndInNoCommandLineOrLog() throws IOException {
        Path file = directory.resolve("postgres-password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        for (Path written : FileTree.children(directory.resolve("postgres-log"))) {
            assertThat(Files.readString(written)).doesNotContain(database.password());
        }
        for (ProcessHandle process : processes().handles()) {
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                    .doesNotContain(database.password());
        }
    }

    @Test
    void whatFailsIsNotWrittenToTheLog() throws IOException {
        assertThatThrownBy(() -> execute(database, "SELECT 'somebody''s message'::int"))
                .isInstanceOf(SQLException.class);
        assertThat(directory.resolve("postgres-log/postgres.log"))
                .content()
                .doesNotContain("somebody");
    }

    @Test
    void ctrlCDoesNotReachItBeforeTheServer() throws IOException {
        long postmaster =
                Long.parseLong(
                        Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                                .getFirst());
        String[] status = Files.readString(Path.of("/proc/" + postmaster + "/stat")).split(" ", 7);
        assertThat(status[5]).as("its session").isEqualTo(Long.toString(postmaster));
    }

    @Test
    void whatWasStoredIsThereAfterTheNextStart(@TempDir Path kept) throws Exception {
        prepared.copyTo(kept);
        try (var first = EmbeddedDatabase.open(kept)) {
            execute(first, "CREATE TABLE kept AS SELECT 'word' AS content");
        }
        long began = System.nanoTime();
        try (var second = EmbeddedDatabase.open(kept)) {
            Duration start = Duration.ofNanos(System.nanoTime() - began);
            assertThat(start).isLessThan(Duration.ofSeconds(2));
            assertThat(ask(second, "SELECT content FROM kept")).isEqualTo("word");
        }
    }

    @Test
    void closingStopsEveryProcessAlsoUnderAClientAndTwice(@TempDir Path other) throws Exception {
        prepared.copyTo(other);
        var closing = EmbeddedDatabase.open(other);
        assertThat(PostgresProcesses.in(other.resolve("postgres")).handles()).isNotEmpty();
        try (var client = connect(closing)) {
            assertThat(client.isValid(1)).isTrue();
            closing.close();
            assertThat(PostgresProcesses.in(other.resolve("postgres")).handles()).isEmpty();
            closing.close();
        }
    }

    @Test
    void aPortThatIsTakenInBetweenIsNotTheEnd(@TempDir Path other) throws Exception {
        prepared.copyTo(other);
        try (var rival = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> offered = new ArrayList<>();
            try (var opened =
                    EmbeddedDatabase.open(
                            other,
                            Settings.durable(),
                            () -> {
                                offered.add(
                                        offered.size() < 2
                                                ? rival.getLocalPort()
                                                : EmbeddedDatabase.freePort());
                                return offered.getLast();
                            })) {
                assertThat(offered).hasSize(3);
                assertThat(opened.jdbcUrl()).contains(":" + offered.getLast() + "/");
            }
        }
    }

    @Test
    void whenNoPortIsLeftTheSentenceSaysWhy(@TempDir Path other) throws Exception {
        prepared.copyTo(other);
        try (var rival = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicInteger tried = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    EmbeddedDatabase.open(
                                            other,
                                            Settings.durable(),
                                            () -> {
                                                tried.incrementAndGet();
                                                return rival.getLocalPort();
                                            }))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("Address already in use")
                    .hasMessageNotContainingAny("\n");
            assertThat(tried).hasValue(5);
            DataDirectory.hold(other).close(); // and the directory is free again
        }
    }

    private static PostgresProcesses processes() throws IOException {
        return PostgresProcesses.in(directory.toRealPath().resolve("postgres"));
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }
}
