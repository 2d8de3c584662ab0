package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.OutcomeUnknown;
import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a log does when its connection goes.
class ChatLogConnectionTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private final long ann = database.user("Ann");
    private final long chat = database.chat(ann, database.user("Bob"));
    private final ChatLog log =
            new JdbcChatLog(database.connectionsBy(database.url() + "?ApplicationName=log"));

    @AfterEach
    void close() {
        log.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void aBackendThatWasTerminatedBetweenBatchesStoresNothingAndTheNextCallReconnects()
            throws SQLException {
        log.append(List.of(MigratedDatabase.post(chat, ann, "one")), false);
        terminateTheLog();
        List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "two"));
        assertThatThrownBy(() -> log.append(batch, false))
                .isInstanceOf(StorageUnavailable.class)
                .isNotInstanceOf(OutcomeUnknown.class);
        assertThat(database.log(chat)).containsExactly(1L);
        assertThat(log.append(batch, false).getFirst()).isInstanceOf(Appended.Posted.class);
        assertThat(database.log(chat)).containsExactly(1L, 2L);
    }

    @Test
    void aBackendThatIsTerminatedWhileItWaitsStoresNothing() throws Exception {
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            Sql.list(
                    holder,
                    "SELECT id FROM chats WHERE id = ? FOR NO KEY UPDATE",
                    row -> row.getLong(1),
                    chat);
            Thread killer = Thread.ofVirtual().start(ChatLogConnectionTest::terminateTheWaiting);
            List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "one"));
            assertThatThrownBy(() -> log.append(batch, true))
                    .isInstanceOf(StorageUnavailable.class)
                    .isNotInstanceOf(OutcomeUnknown.class);
            killer.join();
            holder.rollback();
            assertThat(log.append(batch, true).getFirst()).isInstanceOf(Appended.Posted.class);
            assertThat(database.log(chat)).containsExactly(1L);
        }
    }

    /// A deferred trigger runs inside COMMIT, so the backend is gone when its answer is due.
    @Test
    void anOutcomeThatIsUnknownIsSettledByTheKey() throws SQLException {
        database.execute(
                """
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF new.content = 'deadly' THEN
                        PERFORM pg_terminate_backend(pg_backend_pid());
                    END IF;
                    RETURN new;
                END $$
                """);
        database.execute(
                """
                CREATE CONSTRAINT TRIGGER deadly AFTER INSERT ON messages
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()
                """);
        List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "deadly"));
        assertThat(catchThrowable(() -> log.append(batch, false)))
                .isInstanceOf(OutcomeUnknown.class);
        database.execute("DROP TRIGGER deadly ON messages");
        Appended.Posted settled = (Appended.Posted) log.append(batch, false).getFirst();
        assertThat(settled.duplicate()).isFalse();
        assertThat(database.log(chat)).containsExactly(1L);
        Appended.Posted again = (Appended.Posted) log.append(batch, false).getFirst();
        assertThat(again.duplicate()).isTrue();
    }

    @Test
    void aCommitWhoseAnswerIsLostIsFoundByItsKey() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url());
                ChatLog behind = new JdbcChatLog(database.connectionsBy(cutter.url()))) {
            List<Append> batch =
                    List.of(
                            MigratedDatabase.post(chat, ann, "one"),
                            MigratedDatabase.post(chat, ann, "two"));
            assertThat(catchThrowable(() -> behind.append(batch, false)))
                    .isInstanceOf(OutcomeUnknown.class);
            assertThat(database.log(chat)).containsExactly(1L, 2L);
            assertThat(behind.append(batch, false))
                    .allMatch(result -> ((Appended.Posted) result).duplicate());
            assertThat(database.log(chat)).containsExactly(1L, 2L);
        }
    }

    @Test
    void aDatabaseThatRefusesConnectionsIsUnavailable() {
        ChatLog nowhere =
                new JdbcChatLog(
                        new Connections(
                                new Database("jdbc:postgresql://127.0.0.1:1/m", "", "", false)));
        assertThatThrownBy(() -> nowhere.append(List.of(MigratedDatabase.post(1, 1, "hi")), false))
                .isInstanceOf(StorageUnavailable.class);
    }

    private static void terminateTheLog() throws SQLException {
        database.numbers(
                """
                SELECT pg_terminate_backend(pid, 5000)::int FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'log'
                """);
    }

    private static void terminateTheWaiting() {
        String sql =
                """
                SELECT pg_terminate_backend(pid)::int FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """;
        try {
            // Each look takes a connection and some milliseconds; the log waits for 2 s at most.
            for (int looks = 0; database.numbers(sql).isEmpty() && looks < 10_000; ) {
                looks++;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
