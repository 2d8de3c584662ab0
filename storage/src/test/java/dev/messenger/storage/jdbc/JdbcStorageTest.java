package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.embedded.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JdbcStorageTest {

    private static final TestDatabase database = TestDatabase.fresh();

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void theEpochOutlivesTheServer() {
        String epoch;
        try (Storage storage = JdbcStorage.open(settings(database))) {
            epoch = storage.epoch();
            storage.ping();
        }
        try (Storage storage = JdbcStorage.open(settings(database))) {
            assertThat(storage.epoch()).isEqualTo(epoch).hasSize(12);
        }
        try (TestDatabase another = TestDatabase.fresh();
                Storage storage = JdbcStorage.open(settings(another))) {
            assertThat(storage.epoch()).isNotEqualTo(epoch);
        }
    }

    @Test
    void aWrongPasswordIsSaidInOneSentence() {
        Database wrong = new Database(database.jdbcUrl(), database.user(), "wrong", false);
        assertThatThrownBy(() -> JdbcStorage.open(wrong))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("refuses the user or the password")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidInOneSentence() {
        Database nowhere =
                new Database(
                        database.jdbcUrl().replaceFirst("[^/]+$", "nowhere?ApplicationName=secret"),
                        database.user(),
                        database.password(),
                        false);
        assertThatThrownBy(() -> JdbcStorage.open(nowhere))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageStartingWith("The server has no database of that name")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aServerThatIsNotThereIsSaidInOneSentence() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Database nobody = new Database("jdbc:postgresql://127.0.0.1:" + port + "/m", "", "", false);
        assertThatThrownBy(() -> JdbcStorage.open(nobody))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("\n");
    }

    @Test
    @Timeout(10)
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Database never =
                    new Database(
                            "jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/m",
                            "",
                            "",
                            false);
            assertThatThrownBy(() -> JdbcStorage.open(never))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void anotherProductsAddressIsRefused() {
        assertThatThrownBy(() -> JdbcStorage.open(new Database("jdbc:mysql://x", "", "", false)))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("expected: jdbc:postgresql://");
    }

    @Test
    void whatMayForgetIsRefusedUnlessThatIsAllowed() {
        try (TestDatabase careless = TestDatabase.careless()) {
            assertThatThrownBy(() -> JdbcStorage.open(settings(careless)))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("fsync=off")
                    .hasMessageContaining("--unsafe-database");
            Database allowed =
                    new Database(careless.jdbcUrl(), careless.user(), careless.password(), true);
            JdbcStorage.open(allowed).close();
        }
    }

    @Test
    void aDatabaseThatCommitsTooEarlyIsRefused() throws SQLException {
        try (TestDatabase hasty = TestDatabase.fresh()) {
            execute(
                    hasty,
                    """
                    DO $$ BEGIN
                        EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',
                                       current_database());
                    END $$
                    """);
            assertThatThrownBy(() -> JdbcStorage.open(settings(hasty)))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("synchronous_commit=off");
        }
    }

    @Test
    void tablesOfANewerServerAreLeftAlone() throws SQLException {
        try (TestDatabase newer = TestDatabase.fresh()) {
            JdbcStorage.open(settings(newer)).close();
            execute(
                    newer,
                    """
                    INSERT INTO flyway_schema_history
                        (installed_rank, version, description, type, script, installed_by,
                         execution_time, success)
                    VALUES (99, '9999', 'later', 'SQL', 'V9999__later.sql', 'test', 1, true)
                    """);
            assertThatThrownBy(() -> JdbcStorage.open(settings(newer)))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("a newer version of this server");
        }
    }

    @Test
    void tablesThatAreNotOursAreLeftAlone() throws SQLException {
        try (TestDatabase foreign = TestDatabase.fresh()) {
            execute(foreign, "CREATE TABLE users (id int)");
            assertThatThrownBy(() -> JdbcStorage.open(settings(foreign)))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("cannot be brought up to date")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void everyWaitIsBoundedAndNoQueryIsCompiled() throws SQLException {
        try (Connection connection = new Connections(settings(database)).open()) {
            assertThat(show(connection, "statement_timeout")).isEqualTo("5s");
            assertThat(show(connection, "lock_timeout")).isEqualTo("2s");
            assertThat(show(connection, "idle_in_transaction_session_timeout")).isEqualTo("10s");
            assertThat(show(connection, "jit")).isEqualTo("off");
            assertThat(connection.getNetworkTimeout()).isEqualTo(6_000);
        }
    }

    @Test
    void theUrlsOwnSettingsWin() throws SQLException {
        Database own =
                new Database(
                        database.jdbcUrl().replace("127.0.0.1:", "127.0.0.1:1,127.0.0.1:")
                                + "?socketTimeout=7&ApplicationName=ours&hostRecheckSeconds=0",
                        database.user(),
                        database.password(),
                        false);
        try (Connection connection = new Connections(own).open()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
            assertThat(show(connection, "application_name")).isEqualTo("ours");
        }
    }

    @Test
    void passwordsAreNotPrinted() {
        Database secret =
                new Database("jdbc:postgresql://h/d?password=secret", "u", "secret", true);
        assertThat(secret.toString()).doesNotContain("secret").contains("h/d");
    }

    @Test
    void aDatabaseThatIsGoneIsUnavailableAndSoonSaysSo() {
        TestDatabase going = TestDatabase.fresh();
        try (Storage storage = JdbcStorage.open(settings(going))) {
            going.close();
            long began = System.nanoTime();
            assertThatThrownBy(storage::ping).isInstanceOf(StorageUnavailable.class);
            assertThatThrownBy(() -> storage.users().register("a", "b", "c"))
                    .isInstanceOf(StorageUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    private static Database settings(TestDatabase database) {
        return new Database(database.jdbcUrl(), database.user(), database.password(), false);
    }

    private static String show(Connection connection, String setting) throws SQLException {
        return Sql.list(connection, "SELECT current_setting(?)", row -> row.getString(1), setting)
                .getFirst();
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password())) {
            Sql.update(connection, sql);
        }
    }
}
