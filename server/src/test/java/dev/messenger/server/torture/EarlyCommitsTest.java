package dev.messenger.server.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Storage;
import dev.messenger.storage.embedded.TestDatabase;
import dev.messenger.storage.jdbc.Database;
import dev.messenger.storage.jdbc.JdbcStorage;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A liar whom the server's writers do not believe would make its control worthless.
@Timeout(60)
class EarlyCommitsTest {

    /// In each of which a test that is held up for as long as the lie lasts would find the truth.
    private static final int TRIES = 10;

    @Test
    void whatAWriterTakesForCommittedIsLostIfItGoesAtOnce() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                Storage storage = JdbcStorage.open(at(database, database.jdbcUrl()));
                DatabaseProxy proxy = new DatabaseProxy(port(database.jdbcUrl()), true);
                Storage deceived =
                        JdbcStorage.open(
                                at(
                                        database,
                                        database.jdbcUrl()
                                                .replace(
                                                        ":" + port(database.jdbcUrl()) + "/",
                                                        ":" + proxy.port() + "/")))) {
            long ann = storage.users().register("ann", "Ann", "").orElseThrow();
            long ben = storage.users().register("ben", "Ben", "").orElseThrow();
            long chat = ((Chats.Creation.Created) storage.chats().create(ann, ben)).chatId();
            for (int i = 0; i < TRIES; i++) {
                try (ChatLog log = deceived.openChatLog()) {
                    assertThat(log.append(List.of(post(chat, ann))))
                            .hasExactlyElementsOfTypes(Appended.Posted.class);
                }
            }
            assertThat(storage.messages().newestFirst(chat, 0, TRIES)).hasSizeLessThan(TRIES);
        }
    }

    private static Database at(TestDatabase database, String url) {
        return new Database(url, database.user(), database.password(), false);
    }

    private static int port(String url) {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }

    private static Append.Post post(long chat, long sender) {
        return new Append.Post(
                chat,
                sender,
                UUID.randomUUID(),
                false,
                Optional.empty(),
                "hi",
                Instant.EPOCH,
                Optional.empty(),
                OptionalLong.empty());
    }
}
