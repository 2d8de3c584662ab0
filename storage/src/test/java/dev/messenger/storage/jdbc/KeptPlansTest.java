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
            decided(connection, size).commit();
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
        decided(connection, 1);
        String sql = "SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0";
        assertThat(Sql.list(connection, sql, row -> row.getString(1))).isEmpty();
        connection.rollback();
    }

    private BatchTransaction decided(Connection connection, int size) throws SQLException {
        List<Append> posts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            posts.add(MigratedDatabase.post(chat, ann, "hi"));
        }
        BatchTransaction transaction = new BatchTransaction(connection, new HashSet<>());
        transaction.decide(posts);
        return transaction;
    }
}
