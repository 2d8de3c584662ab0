package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Message;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// New messages in chats that the log knows: stored in one trip if the chats are as it left them, and
/// as if it knew nothing if they are not.
class RecalledBatchTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private long nanoTime;
    private final long ann = database.user("Ann");
    private final long bob = database.user("Bob");
    private final long chat = database.chat(ann, bob);
    private final long other = database.chat(ann, database.user("Carol"));
    private final TripCounter counter = new TripCounter(database.url());
    private final ChatLog log =
            new JdbcChatLog(database.connectionsBy(counter.url()), () -> nanoTime);
    private final ChatLog stranger = database.storage.openChatLog();

    RecalledBatchTest() throws IOException {
        log.append(List.of(post(chat, "one"), post(other, "one")));
        // Once more: a statement may be sent otherwise once pgjdbc knows it.
        log.append(List.of(post(chat, "two")));
        log.append(List.of(new Append.Edit(chat, ann, 0, ""), post(chat, "three")));
        counter.reset();
    }

    @AfterEach
    void close() {
        log.close();
        stranger.close();
        counter.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void anIdIsTakenOnceAndRisesWhateverTheBatches() throws SQLException {
        for (int i = 0; i < 12; i++) {
            List<Append> batch = new ArrayList<>();
            for (int k = 0; k < 400; k++) {
                batch.add(post(chat, "hi"));
            }
            assertThat(log.append(batch)).hasOnlyElementsOfType(Appended.Posted.class);
        }
        assertRising(chat, 4_803);
    }

    @Test
    void whatSomebodyElseWroteMeanwhileIsCountedAndComesBefore() throws SQLException {
        stranger.append(List.of(post(chat, "theirs")));
        List<Appended> results = log.append(List.of(post(other, "mine"), post(chat, "mine")));
        assertThat(seqs(results)).containsExactly(2L, 5L);
        assertRising(chat, 5);
        stranger.append(List.of(post(chat, "theirs")));
        log.append(List.of(post(chat, "mine")));
        assertRising(chat, 7);
    }

    @Test
    void aChatThatSomebodyArchivedTakesNoMore() {
        stranger.append(List.of(new Append.ArchiveChat(chat, bob)));
        List<Appended> results = log.append(List.of(post(chat, "late"), post(other, "two")));
        assertThat(results.getFirst())
                .isEqualTo(new Appended.Refused(Appended.Refusal.NO_SUCH_CHAT));
        assertThat(seqs(results.subList(1, 2))).containsExactly(2L);
    }

    @Test
    void aLockedChatIsBusyAndDelaysNoOther() throws SQLException {
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            Sql.update(holder, "UPDATE chats SET last_at = now() WHERE id = ?", chat);
            List<Appended> results = log.append(List.of(post(chat, "mine"), post(other, "mine")));
            assertThat(results.getFirst()).isEqualTo(new Appended.Busy());
            assertThat(seqs(results.subList(1, 2))).containsExactly(2L);
            holder.rollback();
        }
        assertThat(seqs(log.append(List.of(post(chat, "mine"))))).containsExactly(4L);
    }

    @Test
    void whatIsSentAgainIsRecognisedAndTheRestStoredOnce() {
        Append.Post post = post(chat, "mine");
        log.append(List.of(post));
        List<Appended> results = log.append(List.of(post, post(chat, "next")));
        assertThat(((Appended.Posted) results.getFirst()).duplicate()).isTrue();
        assertThat(seqs(results)).containsExactly(4L, 5L);
    }

    @Test
    void whatAnotherProcessStoredUnderTheKeyIsRecognised() {
        Append.Post post = post(chat, "mine");
        stranger.append(List.of(post));
        List<Appended> results = log.append(List.of(post));
        assertThat(((Appended.Posted) results.getFirst()).duplicate()).isTrue();
        assertThat(seqs(results)).containsExactly(4L);
    }

    @Test
    void aKeyIsTakenOnceWithinABatchToo() {
        Append.Post post = post(chat, "mine");
        List<Appended> results = log.append(List.of(post, post, withHash(post)));
        assertThat(seqs(results.subList(0, 2))).containsExactly(4L, 4L);
        assertThat(results.getLast()).isEqualTo(new Appended.Refused(Appended.Refusal.KEY_REUSED));
        assertThat(counter.trips()).isEqualTo(1);
    }

    @Test
    void whoIsNoMemberIsRefusedWithoutAQuestion() {
        long eve = database.user("Eve");
        assertThat(log.append(List.of(MigratedDatabase.post(chat, eve, "hi"))))
                .containsExactly(new Appended.Refused(Appended.Refusal.NO_SUCH_CHAT));
        assertThat(counter.trips()).isZero();
    }

    @Test
    void afterAPauseTheDatabaseIsAskedFirst() {
        nanoTime += JdbcChatLog.PAUSE.toNanos();
        log.append(List.of(post(chat, "mine")));
        assertThat(counter.trips()).isEqualTo(2);
        log.append(List.of(post(chat, "mine")));
        assertThat(counter.trips()).isEqualTo(3);
    }

    private Append.Post post(long chatId, String content) {
        return MigratedDatabase.post(chatId, ann, content);
    }

    private static Append.Post withHash(Append.Post post) {
        return new Append.Post(
                post.chatId(),
                post.actorId(),
                post.clientMsgId(),
                false,
                Optional.of(new byte[] {1}),
                "other",
                Instant.EPOCH,
                Optional.empty(),
                OptionalLong.empty());
    }

    private static List<Long> seqs(List<Appended> results) {
        return results.stream()
                .map(result -> ((Appended.Posted) result).message())
                .map(Message::seq)
                .toList();
    }

    /// The ids of a chat's messages, in the order of their numbers, which are all there.
    private static void assertRising(long chat, int messages) throws SQLException {
        String sql = "SELECT seq FROM messages WHERE chat_id = ? ORDER BY id";
        List<Long> numbers = database.numbers(sql, chat);
        assertThat(numbers).hasSize(messages).isSorted();
        assertThat(numbers.getLast()).isEqualTo(messages);
    }
}
