package dev.messenger.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir Path directory;

    @Test
    void whatWasStoredIsThereAfterTheNextStart() throws SQLException {
        try (var database = EmbeddedDatabase.open(directory)) {
            execute(database, "CREATE TABLE kept AS SELECT 'word' AS content");
        }
        try (var database = EmbeddedDatabase.open(directory)) {
            assertThat(ask(database, "SELECT content FROM kept")).isEqualTo("word");
        }
    }

    static String ask(EmbeddedDatabase database, String query) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }
}
