package dev.messenger.storage.jdbc;

import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// The connection of one writer thread: opened when it is needed, and again after it was lost.
final class OwnConnection {

    private final Connections connections;
    private @Nullable Connection connection;

    OwnConnection(Connections connections) {
        this.connections = connections;
    }

    Connection connect() {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        try {
            open = connections.open();
            open.setAutoCommit(false);
        } catch (SQLException failure) {
            throw new StorageUnavailable("no connection to the database", failure);
        }
        connection = open;
        return open;
    }

    /// Whether the server has said that a statement failed and that it now waits for the rollback. Then
    /// it has not run a commit that was sent behind that statement, and will not.
    boolean hasFailedTransaction() {
        Connection open = connection;
        if (open == null) {
            return false;
        }
        try {
            BaseConnection driver = open.unwrap(BaseConnection.class);
            return driver.getTransactionState() == TransactionState.FAILED;
        } catch (SQLException closed) {
            // So the server has not said it.
            return false;
        }
    }

    /// Ends a transaction in which something failed.
    void rollback(SQLException cause) {
        if (SqlStates.leadsNowhere(cause)) {
            disconnect();
        } else {
            rollback();
        }
    }

    void rollback() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException failure) {
            // The server ends the transaction when it sees the connection go.
            disconnect();
        }
    }

    void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException failure) {
                // It is gone already, which is what was wanted.
            }
        }
    }
}
