package dev.messenger.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void everyTestClassGetsItsOwn() throws SQLException {
        try (var one = TestDatabase.fresh();
                var other = TestDatabase.fresh()) {
            execute(one, "CREATE TABLE thing (id int)");
            execute(other, "CREATE TABLE thing (id int)");
            assertThat(ask(one, "SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void aTemplateIsPreparedOnceAndCopied() throws SQLException {
        try (var one = TestDatabase.copyOf("numbers", TestDatabaseTest::fill);
                var other = TestDatabase.copyOf("numbers", TestDatabaseTest::fill)) {
            execute(one, "DELETE FROM number");
            assertThat(ask(other, "SELECT count(*) FROM number")).isEqualTo("3");
        }
    }

    @Test
    void aCarelessOneIsNotDurable() throws SQLException {
        try (var database = TestDatabase.careless()) {
            assertThat(ask(database, "SHOW fsync")).isEqualTo("off");
            assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("off");
        }
    }

    private static void fill(TestDatabase database) {
        execute(database, "CREATE TABLE number AS SELECT generate_series(1, 3)");
    }

    private static String ask(TestDatabase database, String query) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(TestDatabase database, String sql) {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
