package dev.messenger.storage.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Decides at start-up whether a database server can be trusted with what users write.
final class ServerCheck {

    private static final int OLDEST_VERSION = 140_000;

    private ServerCheck() {}

    /// @param version as one number, 140000 for 14.0
    private record Server(int version, String fsync, String synchronousCommit, boolean readOnly) {

        static Server of(ResultSet row) throws SQLException {
            return new Server(
                    row.getInt("version"),
                    row.getString("fsync"),
                    row.getString("synchronous_commit"),
                    row.getBoolean("read_only"));
        }
    }

    static void check(Database database, Connections connections) {
        if (!database.url().startsWith("jdbc:postgresql:")) {
            throw new DatabaseUnusable(
                    "The database's address is "
                            + database.address()
                            + " (expected: jdbc:postgresql://host:port/name).");
        }
        judge(database, ask(database, connections));
    }

    private static Server ask(Database database, Connections connections) {
        String sql =
                """
                SELECT current_setting('server_version_num')::int AS version,
                       current_setting('fsync') AS fsync,
                       current_setting('synchronous_commit') AS synchronous_commit,
                       current_setting('transaction_read_only')::boolean AS read_only
                """;
        try (Connection connection = connections.open()) {
            return Sql.list(connection, sql, Server::of).getFirst();
        } catch (SQLException failure) {
            throw new DatabaseUnusable(sentence(database, failure), failure);
        }
    }

    private static String sentence(Database database, SQLException failure) {
        String address = database.address();
        String state = String.valueOf(failure.getSQLState());
        String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return switch (state) {
            case "28P01", "28000" ->
                    "The database at " + address + " refuses the user or the password: " + said;
            case "3D000" -> "The server has no database of that name: " + address + ".";
            default -> "The database at " + address + " cannot be reached: " + said;
        };
    }

    private static void judge(Database database, Server server) {
        String address = database.address();
        if (server.version() < OLDEST_VERSION) {
            throw new DatabaseUnusable(
                    "The database at "
                            + address
                            + " is PostgreSQL "
                            + server.version() / 10_000
                            + " (expected: 14 or newer).");
        }
        if (server.readOnly()) {
            throw new DatabaseUnusable(
                    "The database at " + address + " is read-only, perhaps a standby.");
        }
        if (!database.unsafeAllowed()) {
            demand(address, "fsync", server.fsync());
            demand(address, "synchronous_commit", server.synchronousCommit());
        }
    }

    private static void demand(String address, String setting, String value) {
        if (value.equals("off")) {
            throw new DatabaseUnusable(
                    "The database at "
                            + address
                            + " runs with "
                            + setting
                            + "=off and may lose messages that were acknowledged (expected: "
                            + setting
                            + "=on, or --unsafe-database).");
        }
    }
}
