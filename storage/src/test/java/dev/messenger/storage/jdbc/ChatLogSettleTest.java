package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Message;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.jdbc.CommitCutter.Fate;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a log finds out about a commit whose answer was lost.
@Timeout(60)
class ChatLogSettleTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private final long ann = database.user("Ann");
    private final long bob = database.user("Bob");
    private final long chat = database.chat(ann, bob);
    private final ChatLog undisturbed = database.storage.openChatLog();
    private final Message message = posted(undisturbed.append(List.of(post("zero"))).getFirst());

    @AfterEach
    void close() {
        undisturbed.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /// What a batch holds; every append in it takes a number, from 2 on.
    enum Kind {
        POSTS,
        EDITS,
        ARCHIVE,
        ARCHIVE_CHAT,
        ERASE,
        MIXED
    }

    private List<Append> batch(Kind kind) {
        return switch (kind) {
            case POSTS -> List.of(post("one"), post("two"));
            case EDITS -> List.of(edit("uno"), edit("due"));
            case ARCHIVE -> List.of(archive());
            case ARCHIVE_CHAT -> List.of(new Append.ArchiveChat(chat, bob));
            case ERASE -> List.of(new Append.Erase(chat, ann));
            case MIXED -> List.of(post("one"), edit("uno"), archive(), post("two"));
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCommittedIsToldAsIfItsAnswerHadCome(Kind kind) throws Exception {
        List<Append> batch = batch(kind);
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.COMMITTED, 1);
                ChatLog log = behind(cutter)) {
            assertThat(log.append(batch)).isEqualTo(unknown(batch.size()));
            assertNumbers(log.settle().orElseThrow());
            assertThat(database.log(chat)).isEqualTo(numbers(1, batch.size() + 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLostIsNotStoredAndMayBeAppendedAgain(Kind kind) throws Exception {
        List<Append> batch = batch(kind);
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.LOST, 1);
                ChatLog log = behind(cutter)) {
            assertThat(log.append(batch)).isEqualTo(unknown(batch.size()));
            assertThat(log.settle()).isEmpty();
            assertThat(database.log(chat)).containsExactly(1L);
            assertNumbers(log.append(batch));
            assertThat(database.log(chat)).isEqualTo(numbers(1, batch.size() + 1));
        }
    }

    /// What it knows of the chat lets it send the messages with the commit.
    @ParameterizedTest
    @EnumSource(names = {"COMMITTED", "LOST"})
    void aBatchThatWentWithoutAQuestionIsSettledToo(Fate fate) throws Exception {
        List<Append> batch = List.of(post("two"), post("three"));
        try (CommitCutter cutter = new CommitCutter(database.url(), fate, 2);
                ChatLog log = behind(cutter)) {
            log.append(List.of(post("one")));
            assertThat(log.append(batch)).isEqualTo(unknown(2));
            Optional<List<Appended>> settled = log.settle();
            assertThat(settled.isPresent()).isEqualTo(fate == Fate.COMMITTED);
            List<Appended> results = settled.orElseGet(() -> log.append(batch));
            assertThat(results.stream().map(ChatLogSettleTest::seq)).containsExactly(3L, 4L);
            assertThat(database.log(chat)).isEqualTo(numbers(1, 4));
        }
    }

    /// The commit came, but nothing with it: one of the messages was stored before.
    @Test
    void whatWasSentAgainIsNotTakenForABatchsOwn() throws Exception {
        Append known = post("one");
        List<Append> batch = List.of(known, post("two"));
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.COMMITTED, 2);
                ChatLog log = behind(cutter)) {
            log.append(List.of(known));
            assertThat(log.append(batch)).isEqualTo(unknown(2));
            assertThat(log.settle()).isEmpty();
            assertThat(log.append(batch).stream().map(ChatLogSettleTest::seq))
                    .containsExactly(2L, 3L);
            assertThat(database.log(chat)).isEqualTo(numbers(1, 3));
        }
    }

    @Test
    void settledPostsAreThoseThatCanBeRead() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.COMMITTED, 1);
                ChatLog log = behind(cutter)) {
            log.append(List.of(post("one"), post("two")));
            List<Message> settled =
                    log.settle().orElseThrow().stream().map(ChatLogSettleTest::posted).toList();
            assertThat(database.storage.messages().before(chat, Long.MAX_VALUE, 2).reversed())
                    .isEqualTo(settled);
        }
    }

    @Test
    void refusalsOfAnUnknownBatchAreToldTogetherWithWhatWasStored() throws Exception {
        Append refused = new Append.Edit(chat, bob, message.id(), "not mine");
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.COMMITTED, 1);
                ChatLog log = behind(cutter)) {
            assertThat(log.append(List.of(refused, post("one")))).isEqualTo(unknown(2));
            List<Appended> settled = log.settle().orElseThrow();
            assertThat(settled.getFirst())
                    .isEqualTo(new Appended.Refused(Appended.Refusal.NOT_THE_SENDER));
            assertThat(posted(settled.getLast()).seq()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMITTED", "LOST"})
    void onlyThePartWhoseAnswerWasLostIsUnknown(Fate fate) throws Exception {
        List<Append> batch = List.of(post("one"), new Append.Erase(chat, bob), post("two"));
        try (CommitCutter cutter = new CommitCutter(database.url(), fate, 2);
                ChatLog log = behind(cutter)) {
            List<Appended> results = log.append(batch);
            assertThat(posted(results.getFirst()).seq()).isEqualTo(2);
            assertThat(results.subList(1, 3))
                    .containsExactly(new Appended.Unknown(), new Appended.Busy());
            Optional<List<Appended>> settled = log.settle();
            if (fate == Fate.COMMITTED) {
                assertThat(((Appended.Erased) settled.orElseThrow().getFirst()).seq()).isEqualTo(3);
                log.append(batch.subList(2, 3));
            } else {
                assertThat(settled).isEmpty();
                log.append(batch.subList(1, 3));
            }
            assertThat(database.log(chat)).isEqualTo(numbers(1, 4));
            assertThat(contents()).containsExactly("two", "one", "zero");
        }
    }

    @Test
    void nothingIsSaidWhileTheCommitMayStillCome() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.LATE, 1);
                ChatLog log = behind(cutter)) {
            assertThat(log.append(List.of(post("one")))).isEqualTo(unknown(1));
            assertThatThrownBy(log::settle).isInstanceOf(StorageUnavailable.class);
            assertThat(database.log(chat)).containsExactly(1L);
            cutter.deliver();
            assertThat(posted(log.settle().orElseThrow().getFirst()).seq()).isEqualTo(2);
            assertThat(database.log(chat)).containsExactly(1L, 2L);
        }
    }

    @Test
    void aCommitThatComesWhileItIsWaitedForCounts() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.LATE, 1);
                ChatLog log = behind(cutter)) {
            log.append(List.of(edit("uno")));
            CompletableFuture<Boolean> waited = onceSomebodyWaits(cutter::deliver);
            Appended.Edited edited = (Appended.Edited) log.settle().orElseThrow().getFirst();
            assertThat(edited.seq()).isEqualTo(2);
            assertThat(waited.get()).isTrue();
        }
    }

    @Test
    void aCommitThatIsLostWhileItIsWaitedForWillNeverCome() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.LATE, 1);
                ChatLog log = behind(cutter)) {
            log.append(List.of(edit("uno")));
            CompletableFuture<Boolean> waited = onceSomebodyWaits(cutter::lose);
            assertThat(log.settle()).isEmpty();
            assertThat(waited.get()).isTrue();
            assertThat(database.log(chat)).containsExactly(1L);
        }
    }

    /// The clients of a lost batch sent again, one of them to another process.
    @Test
    void anotherProcessesMessagesUnderTheSameKeysAndNumbersAreNotOurs() throws Exception {
        List<Append> batch = List.of(post("one"), post("two"));
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.LOST, 1);
                ChatLog log = behind(cutter)) {
            log.append(batch);
            awaitTheLock();
            Message theirs = posted(undisturbed.append(batch.subList(0, 1)).getFirst());
            assertThat(theirs.seq()).isEqualTo(2);
            assertThat(log.settle()).isEmpty();
            List<Appended> again = log.append(batch);
            assertThat(again.getFirst())
                    .isInstanceOfSatisfying(
                            Appended.Posted.class,
                            posted -> assertThat(posted.duplicate()).isTrue());
            assertThat(posted(again.getLast()).seq()).isEqualTo(3);
        }
    }

    @Test
    void anotherProcessesChangeUnderTheSameNumberIsNotOurs() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.LOST, 1);
                ChatLog log = behind(cutter)) {
            log.append(List.of(edit("uno")));
            awaitTheLock();
            undisturbed.append(List.of(edit("due")));
            assertThat(log.settle()).isEmpty();
            assertThat(database.log(chat)).containsExactly(1L, 2L);
        }
    }

    @Test
    void whatOthersDidSinceDoesNotHideWhatWasCommitted() throws Exception {
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.COMMITTED, 1);
                ChatLog log = behind(cutter)) {
            log.append(List.of(post("one")));
            awaitNumber(2);
            undisturbed.append(
                    List.of(new Append.Erase(chat, ann), new Append.ArchiveChat(chat, bob)));
            Message settled = posted(log.settle().orElseThrow().getFirst());
            assertThat(settled.content()).as("as it was when it was stored").isEqualTo("one");
        }
    }

    @Test
    void nothingMoreIsTakenBeforeItIsSettledOrForgotten() throws Exception {
        List<Append> next = List.of(post("next"));
        try (CommitCutter cutter = new CommitCutter(database.url(), Fate.COMMITTED, 1);
                ChatLog log = behind(cutter)) {
            assertThatThrownBy(log::settle).isInstanceOf(IllegalStateException.class);
            log.append(List.of(post("one")));
            assertThatThrownBy(() -> log.append(next)).isInstanceOf(IllegalStateException.class);
            awaitNumber(2);
            log.forget();
            assertThat(posted(log.append(next).getFirst()).seq()).isEqualTo(3);
            assertThatThrownBy(log::settle).isInstanceOf(IllegalStateException.class);
        }
    }

    private static ChatLog behind(CommitCutter cutter) {
        return new JdbcChatLog(database.connectionsBy(cutter.url()), () -> 0);
    }

    private Append post(String content) {
        return MigratedDatabase.post(chat, ann, content);
    }

    private Append edit(String content) {
        return new Append.Edit(chat, ann, message.id(), content);
    }

    private Append archive() {
        return new Append.Archive(chat, bob, message.id());
    }

    private static Message posted(Appended result) {
        return ((Appended.Posted) result).message();
    }

    private static List<Appended> unknown(int size) {
        return Collections.nCopies(size, new Appended.Unknown());
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /// Each result took a number, in their order, from 2 on.
    private static void assertNumbers(List<Appended> results) {
        assertThat(results.stream().map(ChatLogSettleTest::seq))
                .isEqualTo(numbers(2, results.size() + 1));
    }

    private static long seq(Appended result) {
        return switch (result) {
            case Appended.Posted posted -> posted.message().seq();
            case Appended.Edited edited -> edited.seq();
            case Appended.Archived archived -> archived.seq();
            case Appended.ChatArchived archived -> archived.seq();
            case Appended.Erased erased -> erased.seq();
            case Appended.Refused _, Appended.Busy _, Appended.Failed _, Appended.Unknown _ ->
                    throw new AssertionError(result);
        };
    }

    private List<String> contents() {
        return database.storage.messages().newestFirst(chat, 0, 10).stream()
                .map(Message::content)
                .toList();
    }

    /// Until the lost transaction has given it back.
    private void awaitTheLock() {
        List<Append> noSuchMessage = List.of(new Append.Edit(chat, ann, 0, ""));
        List<Appended> results;
        do {
            results = undisturbed.append(noSuchMessage);
        } while (results.contains(new Appended.Busy()));
    }

    private void awaitNumber(long seq) throws SQLException {
        List<Long> numbers;
        do {
            numbers = database.log(chat);
        } while (!numbers.contains(seq));
    }

    /// @return whether somebody waited, for a lock in this database
    private static CompletableFuture<Boolean> onceSomebodyWaits(Runnable then) {
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                waited.complete(database.awaitWaiting());
                            } catch (SQLException failure) {
                                waited.completeExceptionally(failure);
                            }
                            then.run();
                        });
        return waited;
    }
}
