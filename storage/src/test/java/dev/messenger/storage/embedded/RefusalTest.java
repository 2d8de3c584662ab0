package dev.messenger.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each fault is told in one sentence, and what is there stays as it is.
class RefusalTest {
    @TempDir private Path directory;

    @Test
    void dataOfAnotherMajorVersionIsNotTouched() throws IOException {
        Path cluster = Files.createDirectory(directory.resolve("postgres"));
        Files.writeString(cluster.resolve("PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedDatabase.open(directory))
                .isInstanceOf(WrongDatabaseVersion.class)
                .hasMessage(
                        "%s holds data of PostgreSQL 17, but this server brings PostgreSQL 18: dump it with the old version and load it into a new data directory."
                                .formatted(cluster.toRealPath()));
        assertThat(FileTree.children(cluster)).containsExactly(cluster.resolve("PG_VERSION"));
        assertThat(cluster.resolve("PG_VERSION")).hasContent("17");
    }

    @Test
    void aDirectoryThatIsNoClusterIsNotOverwritten() throws IOException {
        Path cluster = Files.createDirectory(directory.resolve("postgres"));
        Path note = Files.writeString(cluster.resolve("note"), "mine");
        assertUnavailable(directory, "not a PostgreSQL cluster");
        assertThat(note).hasContent("mine");
    }

    @Test
    void aClusterWithoutItsPasswordIsNotGuessedAt() throws IOException {
        Path cluster = Files.createDirectory(directory.resolve("postgres"));
        Files.writeString(cluster.resolve("PG_VERSION"), PostgresBinaries.MAJOR + "\n");
        assertUnavailable(directory, "postgres-password");
    }

    @Test
    void aBrokenClusterIsReportedInPostgresOwnWords() throws IOException {
        Path cluster = Files.createDirectory(directory.resolve("postgres"));
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(cluster.resolve("PG_VERSION"), PostgresBinaries.MAJOR + "\n");
        Files.writeString(directory.resolve("postgres-password"), "secret\n");
        assertUnavailable(directory, "pg_control");
    }

    @Test
    void aClusterOfAnotherUserIsNamed() throws IOException {
        Path cluster = Files.createDirectory(directory.resolve("postgres"));
        Files.writeString(cluster.resolve("PG_VERSION"), PostgresBinaries.MAJOR + "\n");
        Assumptions.assumeTrue(Owner.ofThisProcess() == Owner.ROOT, "only root can give it away");
        Files.setAttribute(cluster, "unix:uid", 65534);
        assertUnavailable(directory, "belongs to another user");
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertUnavailable(file, "is not a directory");
        assertUnavailable(file.resolve("data"), "Not a directory");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
        Assumptions.assumeFalse(Files.isWritable(locked), "root writes everywhere");
        assertUnavailable(locked, "is not accessible to this user");
    }

    @Test
    void theKernelsOwnDirectoryCannotBeWrittenByRootEither() {
        assertUnavailable(Path.of("/proc/messenger"), "The data directory /proc/messenger");
    }

    @Test
    void aPathThatAShellWouldReadIsRefused() throws IOException {
        assertUnavailable(Files.createDirectory(directory.resolve("$HOME")), "without quotes");
    }

    private static void assertUnavailable(Path dataDirectory, String reason) {
        assertThatThrownBy(() -> EmbeddedDatabase.open(dataDirectory))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining(reason)
                .hasMessageNotContainingAny("\n", "Exception");
    }
}
