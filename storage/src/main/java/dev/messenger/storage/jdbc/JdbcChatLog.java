package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.OutcomeUnknown;
import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The log of chats on a connection of its own, for one writer thread.
///
/// A batch is one [BatchTransaction] and one commit. If the database refuses a batch, its halves are
/// tried, one after the other, until the append that cannot be stored stands alone. Once an append
/// finds its chat locked elsewhere, later ones of that chat are not tried either, or they would
/// overtake it.
///
/// An erasure is a batch of its own: it changes rows that a batch may hold states of.
final class JdbcChatLog implements ChatLog {

    private final Connections connections;
    private @Nullable Connection connection;

    JdbcChatLog(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<Appended> append(List<Append> batch, boolean patient) {
        List<Appended> results = new ArrayList<>(batch.size());
        Set<Long> busyChats = new HashSet<>();
        int stored = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof Append.Erase) {
                storeUnlessEmpty(batch.subList(stored, i), patient, busyChats, results);
                store(batch.subList(i, i + 1), patient, busyChats, results);
                stored = i + 1;
            }
        }
        storeUnlessEmpty(batch.subList(stored, batch.size()), patient, busyChats, results);
        return results;
    }

    private void storeUnlessEmpty(
            List<Append> part, boolean patient, Set<Long> busyChats, List<Appended> results) {
        if (!part.isEmpty()) {
            store(part, patient, busyChats, results);
        }
    }

    private void store(
            List<Append> part, boolean patient, Set<Long> busyChats, List<Appended> results) {
        try {
            results.addAll(transaction(part, patient, busyChats));
        } catch (StorageUnavailable failure) {
            if (failure instanceof OutcomeUnknown || results.isEmpty()) {
                throw failure;
            }
            // What was stored before must be answered; the rest was not, and may be asked again.
            for (Append append : part) {
                busyChats.add(append.chatId());
                results.add(new Appended.Busy());
            }
        } catch (SQLException refused) {
            storeApart(part, patient, busyChats, results, refused);
        }
    }

    private void storeApart(
            List<Append> part,
            boolean patient,
            Set<Long> busyChats,
            List<Appended> results,
            SQLException refused) {
        if (patient && SqlStates.lockHeld(refused)) {
            store(part, false, busyChats, results);
        } else if (part.size() > 1) {
            int half = part.size() / 2;
            store(part.subList(0, half), patient, busyChats, results);
            store(part.subList(half, part.size()), patient, busyChats, results);
        } else if (SqlStates.lockHeld(refused)) {
            busyChats.add(part.getFirst().chatId());
            results.add(new Appended.Busy());
        } else {
            results.add(new Appended.Failed(refused));
        }
    }

    /// @throws SQLException if the database refused something in it: nothing is stored, and the
    ///     connection is as good as before
    private List<Appended> transaction(List<Append> part, boolean patient, Set<Long> busyChats)
            throws SQLException {
        Connection open = connect();
        BatchTransaction transaction = new BatchTransaction(busyChats);
        List<Appended> results;
        try {
            results = transaction.run(open, part, patient);
        } catch (SQLException failure) {
            rollback(open, failure);
            if (SqlStates.unavailable(failure)) {
                throw new StorageUnavailable("the database is not available", failure);
            }
            throw failure;
        } catch (RuntimeException | Error fault) {
            disconnect();
            throw fault;
        }
        if (transaction.wroteNothing()) {
            // Spares the flush that giving back the locks by a commit would cost.
            rollback(open, null);
        } else {
            commit(open);
        }
        return results;
    }

    private void commit(Connection open) throws SQLException {
        try {
            open.commit();
        } catch (SQLException failure) {
            if (SqlStates.connectionLost(failure)) {
                disconnect();
                throw new OutcomeUnknown("the answer to a commit was lost", failure);
            }
            rollback(open, failure);
            if (SqlStates.unavailable(failure)) {
                throw new StorageUnavailable("the database is not available", failure);
            }
            throw failure;
        }
    }

    private void rollback(Connection open, @Nullable SQLException cause) {
        if (cause != null && SqlStates.connectionLost(cause)) {
            disconnect();
            return;
        }
        try {
            open.rollback();
        } catch (SQLException failure) {
            // The server ends the transaction when it sees the connection go.
            disconnect();
        }
    }

    private Connection connect() {
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

    private void disconnect() {
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

    @Override
    public void close() {
        disconnect();
    }
}
