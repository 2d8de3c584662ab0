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
                || state.startsWith("XX")
                // Ended by the server, because its transaction stood still or took too long.
                || state.equals("25P03")
                || state.equals("25P04");
    }

    /// The connection is of no more use: lost, or to a server that takes no writes by now, while a new
    /// one may lead to the primary.
    static boolean leadsNowhere(SQLException failure) {
        return connectionLost(failure) || state(failure).equals("25006");
    }

    /// The server cannot do it now, whatever it is asked: lost, out of disk, memory or connections,
    /// over time, read-only, or refusing whom it knew.
    static boolean unavailable(SQLException failure) {
        String state = state(failure);
        return leadsNowhere(failure)
                || state.startsWith("53")
                || state.equals("57014")
                || state.startsWith("28")
                || state.startsWith("3D");
    }

    /// Somebody else's lock was in the way, or somebody else: the same may work in a moment.
    static boolean inTheWay(SQLException failure) {
        return state(failure).equals("55P03") || rolledBack(failure);
    }

    /// The server chose this transaction to end a deadlock or a conflict: it may be tried again at once.
    static boolean rolledBack(SQLException failure) {
        String state = state(failure);
        return state.equals("40P01") || state.equals("40001");
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
