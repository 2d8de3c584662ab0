package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How often a log waits for PostgreSQL, once the statements are prepared.
class RoundTripsTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private long nanoTime;
    private final long ann = database.user("Ann");
    private final long bob = database.user("Bob");
    private final long chat = database.chat(ann, bob);
    private final TripCounter counter = new TripCounter(database.url());
    private final ChatLog log =
            new JdbcChatLog(database.connectionsBy(counter.url()), () -> nanoTime);
    private final Message message = prepare();

    RoundTripsTest() throws IOException {}

    private Message prepare() {
        // Twice: a statement may be sent otherwise once pgjdbc knows it.
        log.append(List.of(post("one")));
        goOn();
        log.append(List.of(post("two")));
        log.append(List.of(post("three")));
        goOn();
        return ((Appended.Posted) log.append(List.of(post("known"))).getFirst()).message();
    }

    @BeforeEach
    void forgetThePreparing() {
        counter.reset();
    }

    @AfterEach
    void close() {
        log.close();
        counter.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void newMessagesTakeOneHoweverManyThereAre() {
        log.append(List.of(post("one")));
        assertThat(counter.trips()).isEqualTo(1);
        log.append(List.of(post("two"), post("three"), post("four")));
        assertThat(counter.trips()).isEqualTo(2);
    }

    @Test
    void newMessagesTakeTwoAfterAPause() {
        goOn();
        log.append(List.of(post("one"), post("two")));
        assertThat(counter.trips()).isEqualTo(2);
    }

    @Test
    void messagesAndChangesOfAllKindsTakeTwoTogether() {
        List<Append> batch =
                List.of(
                        post("one"),
                        new Append.Edit(chat, ann, message.id(), "uno"),
                        new Append.Archive(chat, bob, message.id()),
                        new Append.ArchiveChat(chat, bob));
        assertThat(log.append(batch))
                .hasExactlyElementsOfTypes(
                        Appended.Posted.class,
                        Appended.Edited.class,
                        Appended.Archived.class,
                        Appended.ChatArchived.class);
        assertThat(counter.trips()).isEqualTo(2);
    }

    @Test
    void whatIsSentAgainTakesOneMoreToReadItAfterAPause() {
        Append post = post("one");
        log.append(List.of(post));
        goOn();
        counter.reset();
        log.append(List.of(post, post("two")));
        assertThat(counter.trips()).isEqualTo(3);
    }

    @Test
    void aRefusalTakesOneToSeeAndOneToGiveBackTheLock() {
        log.append(List.of(new Append.ArchiveChat(chat, database.user("Eve"))));
        assertThat(counter.trips()).isEqualTo(2);
    }

    private void goOn() {
        nanoTime += JdbcChatLog.PAUSE.toNanos();
    }

    private Append post(String content) {
        return MigratedDatabase.post(chat, ann, content);
    }
}
