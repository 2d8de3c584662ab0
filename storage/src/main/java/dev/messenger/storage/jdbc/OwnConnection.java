package dev.messenger.storage.jdbc;

import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// The connection of one writer thread: opened when it is needed, and again after it was lost.
final class OwnConnection {

    /// Has plans made once and kept. By itself PostgreSQL would make one for each batch anew, since it
    /// thinks better of a plan for the arrays at hand than of one for any. But a writer's rows are all
    /// found by key, whatever the arrays hold. And what is kept must not be a scan of a whole table,
    /// alone or within a join by hash or by merging, which was right while the table was small.
    private static final String KEPT_PLANS =
            """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', false),
                   set_config('enable_seqscan', 'off', false),
                   set_config('enable_hashjoin', 'off', false),
                   set_config('enable_mergejoin', 'off', false)
            """;

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
            open = connections.open(KEPT_PLANS);
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
