package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A batch that goes without a question, and somebody who writes to its chat after PostgreSQL has taken
/// the statement's snapshot and before it locks the chat's row: the snapshot says that all is as the log
/// left it, and it is not.
///
/// A policy on the table holds the statement up in between: it is asked about each row that is looked at,
/// and waits there for whoever has the gate.
class OvertakenBatchTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private static final List<String> HOLD_UP =
            List.of(
                    """
                    CREATE FUNCTION pass_the_gate() RETURNS boolean LANGUAGE plpgsql AS $$
                    BEGIN
                        IF current_setting('application_name') = 'held up' THEN
                            PERFORM pg_advisory_lock_shared(1);
                            PERFORM pg_advisory_unlock_shared(1);
                        END IF;
                        RETURN true;
                    END $$
                    """,
                    "ALTER TABLE chats ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
                    "CREATE POLICY gate ON chats USING (pass_the_gate())");

    private final long ann = database.user("Ann");
    private final long chat = database.chat(ann, database.user("Bob"));

    @BeforeAll
    static void holdUp() throws SQLException {
        for (String statement : HOLD_UP) {
            database.execute(statement);
        }
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void whatIsWrittenBetweenLookAndLockIsCountedAndComesBefore() throws Exception {
        String url = database.url() + "?ApplicationName=held%20up";
        try (ChatLog log = new JdbcChatLog(database.connectionsBy(url));
                ChatLog stranger = database.storage.openChatLog();
                Connection gate = database.connect()) {
            // Now, since who waits for the gate does so for two seconds at most.
            stranger.append(List.of(post("theirs")));
            log.append(List.of(post("mine")));

            Sql.list(gate, "SELECT pg_advisory_lock(1)", row -> true);
            CompletableFuture<List<Appended>> mine =
                    CompletableFuture.supplyAsync(() -> log.append(List.of(post("mine"))));
            assertThat(database.awaitWaiting()).isTrue();
            stranger.append(List.of(post("theirs")));
            Sql.list(gate, "SELECT pg_advisory_unlock(1)", row -> true);

            assertThat(mine.join())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Appended.Posted.class,
                            it -> assertThat(it.message().seq()).isEqualTo(4));
        }
        assertThat(database.log(chat)).containsExactly(1L, 2L, 3L, 4L);
    }

    private Append.Post post(String content) {
        return MigratedDatabase.post(chat, ann, content);
    }
}
