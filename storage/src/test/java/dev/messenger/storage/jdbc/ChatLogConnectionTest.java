package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
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

    private long nanoTime;
    private final long ann = database.user("Ann");
    private final long chat = database.chat(ann, database.user("Bob"));
    private final ChatLog log =
            new JdbcChatLog(
                    database.connectionsBy(database.url() + "?ApplicationName=log"),
                    () -> nanoTime);

    @AfterEach
    void close() {
        log.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void aBackendThatWasTerminatedInAPauseStoresNothingAndTheNextCallReconnects()
            throws SQLException {
        log.append(List.of(MigratedDatabase.post(chat, ann, "one")));
        terminateTheLog();
        nanoTime += JdbcChatLog.PAUSE.toNanos();
        List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "two"));
        assertThatThrownBy(() -> log.append(batch)).isInstanceOf(StorageUnavailable.class);
        assertThat(database.log(chat)).containsExactly(1L);
        assertThat(log.append(batch).getFirst()).isInstanceOf(Appended.Posted.class);
        assertThat(database.log(chat)).containsExactly(1L, 2L);
    }

    /// Whether the last of it had been read is not known here.
    @Test
    void aBackendThatWasTerminatedAMomentAgoIsAskedWhatBecameOfTheBatch() throws SQLException {
        log.append(List.of(MigratedDatabase.post(chat, ann, "one")));
        terminateTheLog();
        List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "two"));
        assertThat(log.append(batch)).containsExactly(new Appended.Unknown());
        assertThat(log.settle()).isEmpty();
        assertThat(log.append(batch).getFirst()).isInstanceOf(Appended.Posted.class);
        assertThat(database.log(chat)).containsExactly(1L, 2L);
    }

    @Test
    void aBackendThatIsTerminatedWhileItWaitsStoresNothing() throws Exception {
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            Sql.update(holder, "LOCK TABLE chats IN ACCESS EXCLUSIVE MODE");
            Thread killer = Thread.ofVirtual().start(ChatLogConnectionTest::terminateTheWaiting);
            List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "one"));
            assertThatThrownBy(() -> log.append(batch)).isInstanceOf(StorageUnavailable.class);
            killer.join();
            holder.rollback();
            assertThat(log.append(batch).getFirst()).isInstanceOf(Appended.Posted.class);
            assertThat(database.log(chat)).containsExactly(1L);
        }
    }

    /// The commit was on its way too, and only the server knew how far it came.
    @Test
    void aBackendThatIsTerminatedWhileItWritesIsAskedWhatBecameOfIt() throws Exception {
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            Sql.update(holder, "LOCK TABLE messages IN EXCLUSIVE MODE");
            Thread killer = Thread.ofVirtual().start(ChatLogConnectionTest::terminateTheWaiting);
            List<Append> batch = List.of(MigratedDatabase.post(chat, ann, "one"));
            assertThat(log.append(batch)).containsExactly(new Appended.Unknown());
            killer.join();
            holder.rollback();
            assertThat(log.settle()).isEmpty();
            assertThat(log.append(batch).getFirst()).isInstanceOf(Appended.Posted.class);
            assertThat(database.log(chat)).containsExactly(1L);
        }
    }

    @Test
    void aWriteThatTheServerRefusesLeavesTheConnectionAsItWas() throws SQLException {
        log.append(List.of(MigratedDatabase.post(chat, ann, "one")));
        List<Long> backend = backends();
        assertThat(log.append(List.of(MigratedDatabase.post(chat, ann, "no \0 in a text"))))
                .hasOnlyElementsOfType(Appended.Failed.class);
        assertThat(log.append(List.of(MigratedDatabase.post(chat, ann, "two"))))
                .hasOnlyElementsOfType(Appended.Posted.class);
        assertThat(backends()).hasSize(1).isEqualTo(backend);
        assertThat(database.log(chat)).containsExactly(1L, 2L);
    }

    @Test
    void aDatabaseThatRefusesConnectionsIsUnavailable() {
        ChatLog nowhere =
                new JdbcChatLog(
                        new Connections(
                                new Database("jdbc:postgresql://127.0.0.1:1/m", "", "", false)));
        assertThatThrownBy(() -> nowhere.append(List.of(MigratedDatabase.post(1, 1, "hi"))))
                .isInstanceOf(StorageUnavailable.class);
    }

    private static List<Long> backends() throws SQLException {
        return database.numbers(
                """
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'log'
                """);
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
            assertThat(database.awaitWaiting()).isTrue();
            database.numbers(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
