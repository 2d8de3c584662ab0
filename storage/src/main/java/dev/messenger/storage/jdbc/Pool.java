package dev.messenger.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.messenger.storage.OutcomeUnknown;
import dev.messenger.storage.PoolNumbers;
import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;

/// Lends connections to reads and small writes, on the caller's thread, and turns their failures into
/// those of [dev.messenger.storage].
///
/// Small and of fixed size: more connections than the database has cores only queue there instead of
/// here.
final class Pool implements AutoCloseable {

    private static final int CONNECTIONS = 5;

    /// A deadlock is over by the next try.
    private static final int TRIES = 3;

    private final HikariDataSource connections;
    private final LongAdder refused = new LongAdder();

    Pool(Database database, Connections settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("messenger");
        config.setJdbcUrl(database.url());
        config.setDataSourceProperties(settings.settings());
        config.setConnectionInitSql(Connections.SESSION);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(2_500);
        config.setValidationTimeout(1_000);
        try {
            this.connections = new HikariDataSource(config);
        } catch (PoolInitializationException failure) {
            throw new DatabaseUnusable(
                    "The database at " + database.address() + " stopped answering.", failure);
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Runs statements that change nothing.
    <T> T read(Work<T> work) {
        try (Connection connection = borrow()) {
            return on(connection, work);
        } catch (SQLException failure) {
            throw nothingStored(failure);
        }
    }

    /// Runs one statement, which is its own transaction.
    <T> T write(Work<T> work) {
        try (Connection connection = borrow()) {
            try {
                return on(connection, work);
            } catch (SQLException failure) {
                throw SqlStates.connectionLost(failure)
                        ? outcomeUnknown(failure)
                        : nothingStored(failure);
            }
        } catch (SQLException failedToGiveBack) {
            throw outcomeUnknown(failedToGiveBack);
        }
    }

    /// Runs the work as one transaction, again if it fell to a deadlock.
    <T> T transaction(Work<T> work) {
        for (int left = TRIES - 1; ; left--) {
            try (Connection connection = borrow()) {
                return on(connection, mine -> commit(mine, work));
            } catch (SQLException failure) {
                if (left == 0 || !SqlStates.rolledBack(failure)) {
                    throw nothingStored(failure);
                }
            }
        }
    }

    /// What leads nowhere is not lent again.
    private <T> T on(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.on(connection);
        } catch (SQLException failure) {
            if (SqlStates.leadsNowhere(failure)) {
                connections.evictConnection(connection);
            }
            throw failure;
        }
    }

    private static <T> T commit(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.on(connection);
        } catch (SQLException | RuntimeException | Error failure) {
            connection.rollback();
            throw failure;
        }
        try {
            connection.commit();
        } catch (SQLException failure) {
            if (SqlStates.connectionLost(failure)) {
                throw outcomeUnknown(failure);
            }
            throw failure;
        }
        return result;
    }

    private Connection borrow() {
        try {
            return connections.getConnection();
        } catch (SQLException failure) {
            refused.increment();
            throw new StorageUnavailable("no connection to the database", failure);
        }
    }

    PoolNumbers numbers() {
        HikariPoolMXBean pool = connections.getHikariPoolMXBean();
        return new PoolNumbers(
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                CONNECTIONS,
                pool.getThreadsAwaitingConnection(),
                refused.sum());
    }

    private static RuntimeException nothingStored(SQLException failure) {
        return SqlStates.unavailable(failure) || SqlStates.inTheWay(failure)
                ? new StorageUnavailable("the database is not available", failure)
                : new DatabaseRefused(failure);
    }

    private static OutcomeUnknown outcomeUnknown(SQLException failure) {
        return new OutcomeUnknown("the connection was lost while storing", failure);
    }

    @Override
    public void close() {
        connections.close();
    }
}
