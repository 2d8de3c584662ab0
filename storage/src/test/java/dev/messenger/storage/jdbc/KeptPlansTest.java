package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How PostgreSQL plans a writer's statements, when it has just counted tables that are still small.
class KeptPlansTest {

    private static final int BATCHES = 8;

    private static final MigratedDatabase database = new MigratedDatabase();

    private final long ann = database.user("Ann");
    private final long bob = database.user("Bob");
    private final long chat = database.chat(ann, bob);
    private final OwnConnection own = new OwnConnection(database.connectionsBy(database.url()));

    private final KnownChats known = new KnownChats();
    private final MessageIds messageIds = new MessageIds();

    @BeforeEach
    void count() throws SQLException {
        database.execute("ANALYZE");
    }

    @AfterEach
    void disconnect() {
        own.disconnect();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void noBatchIsPlannedForItself() throws SQLException {
        Connection connection = own.connect();
        for (int size = 1; size <= BATCHES; size++) {
            store(decided(connection, size));
            store(recalled(connection, size));
        }
        String sql =
                """
                SELECT custom_plans FROM pg_prepared_statements
                WHERE generic_plans + custom_plans >= ? AND statement ~ 'chats|messages'
                """;
        assertThat(Sql.list(connection, sql, row -> row.getLong(1), BATCHES))
                .isNotEmpty()
                .containsOnly(0L);
    }

    @Test
    void noTableIsReadAsAWhole() throws SQLException {
        Connection connection = own.connect();
        store(decided(connection, 1));
        write(connection, decided(connection, 1));
        assertThat(tablesRead(connection)).isEmpty();
        connection.rollback();
        write(connection, recalled(connection, 1));
        assertThat(tablesRead(connection)).isEmpty();
        connection.rollback();
    }

    private static List<String> tablesRead(Connection connection) throws SQLException {
        String sql = "SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0";
        return Sql.list(connection, sql, row -> row.getString(1));
    }

    private void store(BatchTransaction transaction) throws SQLException {
        assertThat(transaction.commit()).isTrue();
        known.remember(transaction.chats());
    }

    private static void write(Connection connection, BatchTransaction transaction)
            throws SQLException {
        Trip trip = new Trip();
        transaction.write(trip);
        trip.make(connection);
    }

    private BatchTransaction decided(Connection connection, int size) throws SQLException {
        BatchTransaction transaction =
                new BatchTransaction(connection, messageIds, new HashSet<>());
        transaction.decide(posts(size));
        return transaction;
    }

    private BatchTransaction recalled(Connection connection, int size) throws SQLException {
        BatchTransaction transaction =
                new BatchTransaction(connection, messageIds, new HashSet<>());
        assertThat(transaction.recall(known, posts(size))).isPresent();
        return transaction;
    }

    private List<Append> posts(int size) {
        List<Append> posts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            posts.add(MigratedDatabase.post(chat, ann, "hi"));
        }
        return posts;
    }
}
