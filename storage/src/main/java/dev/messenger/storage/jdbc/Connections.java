package dev.messenger.storage.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// Opens connections whose every wait is bounded, and by less than the 10 s a client waits.
///
/// All settings are defaults: the URL's own win.
final class Connections {

    /// Bounds on the server's side, which also end what a vanished client left running. A lock is
    /// given up before its statement, a statement before the socket, unless several slow ones are on
    /// one [Trip]. And no compiling of queries: the chat list's guessed cost makes PostgreSQL spend
    /// 400 ms on that for 2 ms of work.
    static final String SESSION =
            """
            SELECT set_config('statement_timeout', '5000', false),
                   set_config('lock_timeout', '2000', false),
                   set_config('idle_in_transaction_session_timeout', '10000', false),
                   set_config('jit', 'off', false)
            """;

    private final Database database;

    Connections(Database database) {
        this.database = database;
    }

    /// Of this side, for connections that serve requests.
    Properties settings() {
        Properties settings = new Properties();
        settings.putAll(forMigration());
        settings.setProperty("connectTimeout", "2");
        settings.setProperty("loginTimeout", "2");
        settings.setProperty("socketTimeout", "6");
        settings.setProperty("prepareThreshold", "1");
        return settings;
    }

    /// A migration may take its time.
    Map<String, String> forMigration() {
        Map<String, String> settings = new HashMap<>();
        if (!database.user().isEmpty()) {
            settings.put("user", database.user());
        }
        if (!database.password().isEmpty()) {
            settings.put("password", database.password());
        }
        settings.put("ApplicationName", "messenger");
        settings.put("connectTimeout", "3");
        settings.put("loginTimeout", "15");
        settings.put("tcpKeepAlive", "true");
        // Of several hosts, one that was down or a standby may be the primary by now.
        settings.put("hostRecheckSeconds", "1");
        settings.put("gssEncMode", "disable");
        return settings;
    }

    /// @param more statements that set what this connection needs beside [#SESSION]
    Connection open(String... more) throws SQLException {
        Connection connection = DriverManager.getConnection(database.url(), settings());
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            for (String settings : more) {
                statement.execute(settings);
            }
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }
}
