package dev.messenger.storage.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// One statement on a connection of its own.
final class Sql {
    private Sql() {}

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
