package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a log does when somebody else holds a chat.
class ChatLogLocksTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private final long ann = database.user("Ann");
    private final long bob = database.user("Bob");
    private final long locked = database.chat(ann, bob);
    private final long free = database.chat(ann, database.user("Carol"));
    private final ChatLog log = database.storage.openChatLog();
    private final Connection holder;

    ChatLogLocksTest() throws SQLException {
        holder = database.connect();
    }

    @BeforeEach
    void lock() throws SQLException {
        holder.setAutoCommit(false);
        Sql.list(
                holder,
                "SELECT id FROM chats WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getLong(1),
                locked);
    }

    @AfterEach
    void close() throws SQLException {
        holder.close();
        log.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void aLockedChatMakesOnlyItsOwnAppendsBusyAndAtOnce() throws SQLException {
        long began = System.nanoTime();
        List<Appended> results = log.append(mixed("now"));
        assertThat(since(began)).isLessThan(Duration.ofMillis(1_500));
        assertThat(results.get(0)).isEqualTo(new Appended.Busy());
        assertThat(results.get(1)).isInstanceOf(Appended.Posted.class);
        assertThat(results.get(2)).isEqualTo(new Appended.Busy());
        assertThat(database.log(locked)).isEmpty();
        assertThat(database.log(free)).containsExactly(1L);
    }

    @Test
    void aLockThatIsGivenBackIsTakenByTheNextCall() throws SQLException {
        log.append(mixed("now"));
        holder.rollback();
        List<Append> again = List.of(MigratedDatabase.post(locked, ann, "again"));
        assertThat(log.append(again).getFirst()).isInstanceOf(Appended.Posted.class);
        assertThat(database.log(locked)).containsExactly(1L);
    }

    @Test
    void nothingOvertakesABusyAppendOfItsChatWhenABatchIsSplit() throws SQLException {
        Append poison = MigratedDatabase.post(free, ann, "poison\0");
        List<Appended> results =
                log.append(
                        List.of(
                                MigratedDatabase.post(locked, ann, "first"),
                                poison,
                                MigratedDatabase.post(locked, ann, "second")));
        assertThat(results.get(0)).isEqualTo(new Appended.Busy());
        assertThat(results.get(1)).isInstanceOf(Appended.Failed.class);
        assertThat(results.get(2)).isEqualTo(new Appended.Busy());
        assertThat(database.log(locked)).isEmpty();
    }

    @Test
    void aChatThatIsNotThereIsRefusedThoughAnotherIsLocked() {
        List<Appended> results =
                log.append(
                        List.of(
                                MigratedDatabase.post(locked, ann, "hi"),
                                MigratedDatabase.post(1L << 50, ann, "hi")));
        assertThat(results)
                .containsExactly(
                        new Appended.Busy(), new Appended.Refused(Appended.Refusal.NO_SUCH_CHAT));
    }

    private List<Append> mixed(String content) {
        return List.of(
                MigratedDatabase.post(locked, ann, content),
                MigratedDatabase.post(free, ann, content),
                MigratedDatabase.post(locked, ann, content));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
