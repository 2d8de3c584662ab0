package dev.messenger.storage.jdbc;

import java.sql.SQLException;

/// Sorts failures by their SQLSTATE: what is the connection's, the server's, a lock's, or ours.
final class SqlStates {

    private SqlStates() {}

    /// The connection is gone, or in a state in which nothing it says can be relied on.
    static boolean connectionLost(SQLException failure) {
        String state = state(failure);
        return state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("XX");
    }

    /// The server cannot do it now, whatever it is asked: lost, out of disk, memory or connections,
    /// over time, or a standby.
    static boolean unavailable(SQLException failure) {
        String state = state(failure);
        return connectionLost(failure)
                || state.startsWith("53")
                || state.equals("57014")
                || state.equals("25006")
                || state.startsWith("28")
                || state.startsWith("3D");
    }

    /// Somebody else's lock was in the way.
    static boolean lockHeld(SQLException failure) {
        String state = state(failure);
        return state.equals("55P03") || state.equals("40P01") || state.equals("40001");
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
