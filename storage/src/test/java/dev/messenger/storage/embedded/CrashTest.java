package dev.messenger.storage.embedded;

import static dev.messenger.storage.embedded.Sql.ask;
import static dev.messenger.storage.embedded.Sql.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is left after `kill -9`, of the server, of its database or of both, is no one's work by hand.
@Timeout(60)
class CrashTest {
    @TempDir private static Path original;

    private static PreparedDirectory prepared;

    @TempDir private Path directory;

    @BeforeAll
    static void prepare() {
        prepared = PreparedDirectory.in(original);
    }

    @AfterEach
    void leaveNothingRunning() {
        PostgresProcesses.in(directory.resolve("postgres")).killAll();
    }

    @Test
    void theDatabaseOfAKilledServerIsStoppedAndStartedAnew() throws Exception {
        prepared.copyTo(directory);
        try (var server = OtherServer.start(directory)) {
            assertThat(server.awaitAnswer()).startsWith("ready");
            server.kill();
        }
        long orphan = postmaster();
        assertThat(processes().include(orphan)).isTrue();
        try (var database = EmbeddedDatabase.open(directory)) {
            assertThat(processes().include(orphan)).isFalse();
            assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void anAcknowledgedCommitOutlivesTheServerAndItsDatabaseKilledTogether() throws Exception {
        prepared.copyTo(directory);
        try (var database = EmbeddedDatabase.open(directory)) {
            execute(database, "CREATE TABLE kept AS SELECT 'word' AS content");
            processes().killAll();
        }
        try (var database = EmbeddedDatabase.open(directory)) {
            assertThat(ask(database, "SELECT content FROM kept")).isEqualTo("word");
        }
    }

    @Test
    void aDatabaseThatDiesIsStartedAgainWhereItWasWithAllThatWasCommitted() throws Exception {
        prepared.copyTo(directory);
        try (var database = EmbeddedDatabase.open(directory)) {
            execute(database, "CREATE TABLE kept AS SELECT 'word' AS content");
            long killed = postmaster();
            processes().killAll();
            awaitAnother(killed);
            assertThat(ask(database, "SELECT content FROM kept")).isEqualTo("word");
        }
        assertThat(processes().handles()).isEmpty();
    }

    /// Until it says itself that it takes connections.
    private void awaitAnother(long postmaster) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        List<String> status;
        do {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            Path pidFile = directory.resolve("postgres/postmaster.pid");
            status = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
        } while (status.size() < 8
                || status.getFirst().equals(Long.toString(postmaster))
                || !status.get(7).startsWith("ready"));
    }

    @Test
    void aKilledPostmastersChildrenAreNoHindrance() throws Exception {
        prepared.copyTo(directory);
        var abandoned = EmbeddedDatabase.open(directory);
        try (var client = Sql.connect(abandoned)) {
            assertThat(client.isValid(1)).isTrue();
            assertThat(ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly()).isTrue();
            abandoned.close();
        }
        assertThat(processes().handles()).isEmpty();
        try (var database = EmbeddedDatabase.open(directory)) {
            assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aStalePidFileWhoseNumberIsSomebodyElsesHarmsNobody() throws Exception {
        prepared.copyTo(directory);
        Process bystander = new ProcessBuilder("sleep", "60").start();
        try {
            Path pidFile = directory.resolve("postgres/postmaster.pid");
            Files.writeString(
                    pidFile,
                    """
                    %d
                    %s
                    1795351793
                    45454

                    127.0.0.1
                      2146471         5
                    ready
                    """
                            .formatted(bystander.pid(), directory.resolve("postgres")));
            try (var database = EmbeddedDatabase.open(directory)) {
                assertThat(ask(database, "SELECT 1")).isEqualTo("1");
            }
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPausedOrphanIsStoppedToo() throws Exception {
        prepared.copyTo(directory);
        try (var server = OtherServer.start(directory)) {
            assertThat(server.awaitAnswer()).startsWith("ready");
            server.kill();
        }
        long orphan = postmaster();
        new ProcessBuilder("kill", "-STOP", Long.toString(orphan)).start().waitFor();
        Files.delete(directory.resolve("postgres/postmaster.pid")); // nor can pg_ctl know it
        try (var database = EmbeddedDatabase.open(directory)) {
            assertThat(processes().include(orphan)).isFalse();
            assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aServerKilledWhileItCreatesTheDatabaseLeavesNoTrace() throws Exception {
        try (var server = OtherServer.start(directory)) {
            awaitHalfMadeCluster();
            server.kill();
        }
        assertThat(directory.resolve("postgres")).doesNotExist();
        try (var database = EmbeddedDatabase.open(directory)) {
            assertThat(ask(database, "SELECT 1")).isEqualTo("1");
            assertThat(halfMade()).isFalse();
        }
    }

    private void awaitHalfMadeCluster() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!halfMade()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private boolean halfMade() throws IOException {
        return FileTree.children(directory).stream()
                .map(child -> child.getFileName().toString())
                .anyMatch(name -> name.startsWith("postgres.new-"));
    }

    private PostgresProcesses processes() throws IOException {
        return PostgresProcesses.in(directory.toRealPath().resolve("postgres"));
    }

    private long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(directory.resolve("postgres/postmaster.pid")).getFirst());
    }
}
