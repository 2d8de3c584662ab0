package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The log of chats on a connection of its own, for one writer thread.
///
/// A batch is one [BatchTransaction] and one commit; new messages in chats that it wrote to lately go
/// without a question before. If the database refuses a batch, its halves are tried, one after the
/// other, until the append that cannot be stored stands alone. Once an append finds its chat locked
/// elsewhere, later ones of that chat are not tried either, or they would overtake it; nor is anything
/// once the database went away. So a call waits for at most one lock timeout, statement timeout or
/// socket timeout.
///
/// An erasure is a batch of its own: it changes rows that a batch may hold states of.
final class JdbcChatLog implements ChatLog {

    /// After a pause of so long the database is asked first: a connection that was lost meanwhile is
    /// noticed by a question, and no commit is left open. Nor does anybody miss the time then.
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final OwnConnection own;
    private final LongSupplier nanoTime;
    private @Nullable Learnt learnt;
    private @Nullable Unsettled unsettled;
    private long commitBegan;

    /// What a connection has told. It is forgotten with the connection: the next one may lead to another
    /// server, which after a fail-over can lack what the last one had.
    private record Learnt(Connection from, KnownChats chats, MessageIds messageIds) {}

    /// A transaction that was to be committed, and perhaps was.
    ///
    /// @param results what it comes to if it was
    private record Unsettled(Evidence evidence, List<Appended> results) {}

    JdbcChatLog(Connections connections) {
        this(connections, System::nanoTime);
    }

    /// @param nanoTime tells how long a pause was
    JdbcChatLog(Connections connections, LongSupplier nanoTime) {
        own = new OwnConnection(connections);
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Appended> append(List<Append> batch) {
        if (unsettled != null) {
            throw new IllegalStateException("a commit is unknown (expected: settled or forgotten)");
        }
        Call call = new Call();
        int stored = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) instanceof Append.Erase) {
                call.store(batch.subList(stored, i));
                call.store(batch.subList(i, i + 1));
                stored = i + 1;
            }
        }
        call.store(batch.subList(stored, batch.size()));
        return call.results;
    }

    /// One call of [#append], as far as it has come.
    private final class Call {
        private final List<Appended> results = new ArrayList<>();
        private final Set<Long> busyChats = new HashSet<>();
        private boolean over;

        void store(List<Append> part) {
            if (part.isEmpty()) {
                return;
            }
            if (over) {
                leave(part);
                return;
            }
            try {
                results.addAll(transaction(part, busyChats));
                over = unsettled != null;
            } catch (StorageUnavailable failure) {
                if (results.isEmpty()) {
                    throw failure;
                }
                // What was stored before must be answered; the rest was not, and may be asked
                // again.
                over = true;
                leave(part);
            } catch (SQLException refused) {
                storeApart(part, refused);
            }
        }

        private void storeApart(List<Append> part, SQLException refused) {
            if (SqlStates.inTheWay(refused)) {
                // Somebody holds a table, since no row is waited for: the halves would wait as
                // long.
                over = true;
                leave(part);
            } else if (part.size() > 1) {
                int half = part.size() / 2;
                store(part.subList(0, half));
                store(part.subList(half, part.size()));
            } else {
                results.add(new Appended.Failed(refused));
            }
        }

        private void leave(List<Append> part) {
            results.addAll(Collections.nCopies(part.size(), new Appended.Busy()));
        }
    }

    /// @throws SQLException if the database refused something in it: nothing is stored, and the
    ///     connection is as good as before
    private List<Appended> transaction(List<Append> part, Set<Long> busyChats) throws SQLException {
        Learnt known = connect();
        Optional<List<Appended>> recalled = Optional.empty();
        if (nanoTime.getAsLong() - commitBegan < PAUSE.toNanos()) {
            recalled = recall(known, part, busyChats);
        }
        return recalled.isPresent() ? recalled.get() : ask(known, part, busyChats);
    }

    /// @return empty if what is known does not suffice, or was wrong; then nothing is stored
    private Optional<List<Appended>> recall(Learnt known, List<Append> part, Set<Long> busyChats)
            throws SQLException {
        BatchTransaction transaction =
                new BatchTransaction(known.from(), known.messageIds(), busyChats);
        Optional<List<Appended>> results = transaction.recall(known.chats(), part);
        if (results.isEmpty() || transaction.changesNothing()) {
            return results;
        }
        if (!commit(transaction, results.get(), known.chats())) {
            known.chats().forget(transaction.chats());
            return Optional.empty();
        }
        return results.map(this::outcome);
    }

    private List<Appended> ask(Learnt known, List<Append> part, Set<Long> busyChats)
            throws SQLException {
        BatchTransaction transaction =
                new BatchTransaction(known.from(), known.messageIds(), busyChats);
        List<Appended> results = decide(transaction, part);
        if (transaction.changesNothing()) {
            // Spares the flush that giving back the locks by a commit would cost.
            own.rollback();
            return results;
        }
        commit(transaction, results, known.chats());
        return outcome(results);
    }

    private Learnt connect() {
        Connection open = own.connect();
        Learnt known = learnt;
        if (known == null || !known.from().equals(open)) {
            known = new Learnt(open, new KnownChats(), new MessageIds());
            learnt = known;
        }
        return known;
    }

    private List<Appended> decide(BatchTransaction transaction, List<Append> part)
            throws SQLException {
        try {
            return transaction.decide(part);
        } catch (SQLException failure) {
            throw nothingStored(failure);
        } catch (RuntimeException | Error fault) {
            own.disconnect();
            throw fault;
        }
    }

    private List<Appended> outcome(List<Appended> results) {
        return unsettled == null
                ? results
                : Collections.nCopies(results.size(), new Appended.Unknown());
    }

    /// The commit goes with what it is to commit, so from here on a lost answer leaves everything open,
    /// unless the database has said before that it will not come to the commit.
    ///
    /// @return whether it is stored, or may be: then it is [#unsettled]
    private boolean commit(BatchTransaction transaction, List<Appended> results, KnownChats chats)
            throws SQLException {
        commitBegan = nanoTime.getAsLong();
        try {
            boolean stored = transaction.commit();
            if (stored) {
                chats.remember(transaction.chats());
            }
            return stored;
        } catch (SQLException failure) {
            if (SqlStates.connectionLost(failure) && !own.hasFailedTransaction()) {
                own.disconnect();
                unsettled = new Unsettled(transaction.evidence(), results);
                return true;
            }
            throw nothingStored(failure);
        } catch (RuntimeException | Error fault) {
            own.disconnect();
            throw fault;
        }
    }

    /// Leaves the connection without a transaction, or there is none.
    ///
    /// @return the failure, if the database may take it when asked otherwise
    private SQLException nothingStored(SQLException failure) {
        own.rollback(failure);
        if (SqlStates.unavailable(failure)) {
            throw new StorageUnavailable("the database is not available", failure);
        }
        return failure;
    }

    @Override
    public long commitBegan() {
        return commitBegan;
    }

    @Override
    public Optional<List<Appended>> settle() {
        Unsettled asked = unsettled;
        if (asked == null) {
            throw new IllegalStateException("nothing is unknown");
        }
        Connection open = own.connect();
        boolean committed;
        try {
            committed = asked.evidence().isThere(open);
        } catch (SQLException failure) {
            own.rollback(failure);
            throw new StorageUnavailable("the database does not say what it committed", failure);
        } catch (RuntimeException | Error fault) {
            own.disconnect();
            throw fault;
        }
        own.rollback();
        unsettled = null;
        return committed ? Optional.of(asked.results()) : Optional.empty();
    }

    @Override
    public void forget() {
        unsettled = null;
    }

    @Override
    public void close() {
        own.disconnect();
    }
}
