package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Session;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Watermark;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Many at once, on the real database: what must be one stays one.
class RacesTest {

    private static final int THREADS = 4;

    private static final MigratedDatabase database = new MigratedDatabase();

    @AfterAll
    static void drop() {
        database.close();
    }

    @RepeatedTest(5)
    void ofManyRegistrationsOfOneLoginOneWins() throws Exception {
        String login = "login" + UUID.randomUUID();
        List<OptionalLong> ids =
                together(_ -> () -> database.storage.users().register(login, "Ann", "hash"));
        assertThat(ids).filteredOn(OptionalLong::isPresent).hasSize(1);
    }

    @RepeatedTest(5)
    void ofManyWhoOpenTheChatOfOnePairOneWinsAndAllGetThatChat() throws Exception {
        long ann = database.user("Ann");
        long bob = database.user("Bob");
        List<Chats.Creation> creations =
                together(
                        i ->
                                () ->
                                        i % 2 == 0
                                                ? database.storage.chats().create(ann, bob)
                                                : database.storage.chats().create(bob, ann));
        assertThat(creations)
                .filteredOn(creation -> creation instanceof Chats.Creation.Created)
                .hasSize(1);
        assertThat(creations).extracting(RacesTest::chatId).containsOnly(chatId(creations.get(0)));
    }

    @RepeatedTest(5)
    void aPushTokenThatManySignInWithHasOneSession() throws Exception {
        String push = "push" + UUID.randomUUID();
        List<Long> users = IntStream.range(0, THREADS).mapToObj(_ -> database.user("Ann")).toList();
        together(i -> () -> signIn(users.get(i), Optional.of(push)));
        assertThat(users)
                .flatMap(user -> database.storage.sessions().pushTokens(user))
                .containsExactly(push);
    }

    @Test
    void aUserWhoSignsInManyTimesAtOnceKeepsTheMostAllowed() throws Exception {
        long ann = database.user("Ann");
        int each = Sessions.MOST_PER_USER / THREADS + 5;
        together(
                _ ->
                        () -> {
                            for (int i = 0; i < each; i++) {
                                signIn(ann, Optional.empty());
                            }
                            return 0;
                        });
        String sql = "SELECT count(*) FROM sessions WHERE user_id = ? AND revoked_at IS NULL";
        assertThat(database.numbers(sql, ann)).containsExactly((long) Sessions.MOST_PER_USER);
    }

    @RepeatedTest(5)
    void aMessageThatTwoLogsPostUnderOneKeyIsOne() throws Exception {
        long ann = database.user("Ann");
        long chat = database.chat(ann, database.user("Bob"));
        Append post = MigratedDatabase.post(chat, ann, "hi");
        List<Appended> results =
                together(
                        _ ->
                                () -> {
                                    try (ChatLog log = database.storage.openChatLog()) {
                                        return untilNotBusy(log, post);
                                    }
                                });
        List<Appended.Posted> posted =
                results.stream().map(result -> (Appended.Posted) result).toList();
        assertThat(posted).filteredOn(result -> !result.duplicate()).hasSize(1);
        assertThat(posted)
                .extracting(result -> result.message().id())
                .containsOnly(posted.getFirst().message().id());
        assertThat(database.log(chat)).containsExactly(1L);
    }

    private static Appended untilNotBusy(ChatLog log, Append append) {
        Appended result;
        do {
            result = log.append(List.of(append)).getFirst();
        } while (result instanceof Appended.Busy);
        return result;
    }

    @Test
    void anUploadThatTwoLogsAttachIsTakenOnce() throws Exception {
        long ann = database.user("Ann");
        String handle = "handle" + UUID.randomUUID();
        database.storage
                .files()
                .add(ann, handle, "cat.png", 5, "path of " + handle, Long.MAX_VALUE);
        List<Long> chats =
                IntStream.range(0, THREADS)
                        .mapToObj(_ -> database.chat(ann, database.user("Bob")))
                        .toList();
        List<Appended> results = together(i -> () -> attach(chats.get(i), ann, handle));
        assertThat(results).filteredOn(result -> result instanceof Appended.Posted).hasSize(1);
        assertThat(results)
                .filteredOn(new Appended.Refused(Appended.Refusal.NO_SUCH_FILE)::equals)
                .hasSize(THREADS - 1);
    }

    private static Appended attach(long chat, long sender, String handle) {
        try (ChatLog log = database.storage.openChatLog()) {
            return untilNotBusy(log, MigratedDatabase.withFile(chat, sender, handle));
        }
    }

    @Test
    void logsThatShareChatsNumberThemWithoutHolesInTheOrderOfTheirCommits() throws Exception {
        long ann = database.user("Ann");
        List<Long> chats =
                IntStream.range(0, 3)
                        .mapToObj(_ -> database.chat(ann, database.user("Bob")))
                        .toList();
        int rounds = 40;
        List<List<Appended.Posted>> stored =
                together(
                        i ->
                                () -> {
                                    try (ChatLog log = database.storage.openChatLog()) {
                                        List<Appended.Posted> mine = new ArrayList<>();
                                        for (int round = 0; round < rounds; round++) {
                                            mine.addAll(postToAll(log, chats, ann, i));
                                        }
                                        return mine;
                                    }
                                });
        for (long chat : chats) {
            List<Long> expected =
                    LongStream.rangeClosed(1, (long) THREADS * rounds).boxed().toList();
            assertThat(database.log(chat)).isEqualTo(expected);
            assertThat(database.storage.chats().find(chat).orElseThrow().lastSeq())
                    .isEqualTo((long) THREADS * rounds);
            String byId = "SELECT seq FROM messages WHERE chat_id = ? ORDER BY id";
            assertThat(database.numbers(byId, chat)).isEqualTo(expected);
            for (List<Appended.Posted> mine : stored) {
                assertThat(mine)
                        .filteredOn(posted -> posted.chat().id() == chat)
                        .extracting(posted -> posted.message().seq())
                        .isSorted();
            }
        }
    }

    /// Until none is busy, as a writer does it.
    private static List<Appended.Posted> postToAll(
            ChatLog log, List<Long> chats, long sender, int thread) {
        List<Append> left = new ArrayList<>();
        for (int i = 0; i < chats.size(); i++) {
            // Each thread in an order of its own, to invite deadlocks.
            long chat = chats.get((i + thread) % chats.size());
            left.add(MigratedDatabase.post(chat, sender, "from " + thread));
        }
        List<Appended.Posted> posted = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Appended> results = log.append(left);
            List<Append> busy = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof Appended.Posted done) {
                    posted.add(done);
                } else {
                    assertThat(results.get(i)).isEqualTo(new Appended.Busy());
                    busy.add(left.get(i));
                }
            }
            left = busy;
        }
        return posted;
    }

    @Test
    void eachMessageIsNewlyReadInOneOfManyCallsWhileTheLogGoesOn() throws Exception {
        long ann = database.user("Ann");
        long bob = database.user("Bob");
        long chat = database.chat(ann, bob);
        List<Long> ids = new ArrayList<>();
        try (ChatLog log = database.storage.openChatLog()) {
            for (int i = 0; i < 100; i++) {
                Append post = MigratedDatabase.post(chat, ann, "" + i);
                ids.add(((Appended.Posted) log.append(List.of(post)).getFirst()).message().id());
            }
            List<List<Long>> newlyRead =
                    together(
                            i ->
                                    () -> {
                                        List<Long> mine = new ArrayList<>();
                                        for (int k = i; k < ids.size(); k += THREADS) {
                                            mine.addAll(read(ids.get(k), bob));
                                        }
                                        return mine;
                                    });
            // A call that finds its message read names it again; nothing else comes twice.
            List<Long> all = newlyRead.stream().flatMap(Collection::stream).toList();
            assertThat(all).containsAll(ids);
            assertThat(all.size()).isBetween(ids.size(), 2 * ids.size());
        }
        assertThat(database.storage.chats().summary(chat, bob).orElseThrow().unread()).isZero();
    }

    private static List<Long> read(long messageId, long reader) throws SQLException {
        return database.storage
                .watermarks()
                .markRead(messageId, reader, 300)
                .orElseThrow()
                .messageIds();
    }

    @Test
    void marksThatManyMoveInAnyOrderEndWithTheHighestAndAreReadOnce() throws Exception {
        long bob = database.user("Bob");
        List<Long> chats =
                IntStream.range(0, 6)
                        .mapToObj(_ -> database.chat(bob, database.user("Ann")))
                        .toList();
        int rounds = 30;
        List<Long> ids = new ArrayList<>();
        try (ChatLog log = database.storage.openChatLog()) {
            for (long chat : chats) {
                long ann = database.storage.chats().find(chat).orElseThrow().other(bob);
                List<Append> posts = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    posts.add(MigratedDatabase.post(chat, ann, "" + i));
                }
                log.append(posts)
                        .forEach(result -> ids.add(((Appended.Posted) result).message().id()));
            }
        }
        List<List<Long>> newlyRead =
                together(
                        thread ->
                                () -> {
                                    List<Long> mine = new ArrayList<>();
                                    for (long seq = 1; seq <= rounds; seq++) {
                                        mine.addAll(moveAll(chats, bob, seq, thread));
                                    }
                                    return mine;
                                });
        assertThat(newlyRead.stream().flatMap(Collection::stream))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(database.storage.watermarks().unread(bob)).isZero();
        assertThat(database.storage.chats().heads(bob))
                .extracting(head -> head.marks().getFirst())
                .isEqualTo(
                        chats.stream()
                                .map(chat -> new Watermark(chat, bob, rounds, rounds))
                                .toList());
    }

    /// Each thread names the chats in an order of its own, to invite deadlocks.
    private static List<Long> moveAll(List<Long> chats, long reader, long seq, int thread) {
        List<Watermark> marks = new ArrayList<>();
        for (int i = 0; i < chats.size(); i++) {
            marks.add(new Watermark(chats.get((i + thread) % chats.size()), reader, 0, seq));
        }
        return database.storage.watermarks().move(marks).stream()
                .flatMap(moved -> moved.newlyRead().stream())
                .toList();
    }

    @Test
    void whoReadsALogWhileItGrowsSeesEveryNumberUpToSomeMoment() throws Exception {
        long ann = database.user("Ann");
        long chat = database.chat(ann, database.user("Bob"));
        int last = 400;
        together(
                thread ->
                        () -> {
                            if (thread == 0) {
                                grow(chat, ann, last);
                            } else {
                                follow(chat, last);
                            }
                            return thread;
                        });
    }

    /// By messages and edits in turn.
    private static void grow(long chat, long sender, int last) {
        try (ChatLog log = database.storage.openChatLog()) {
            for (int i = 0; i < last; i += 2) {
                Append post = MigratedDatabase.post(chat, sender, "" + i);
                Appended.Posted posted = (Appended.Posted) log.append(List.of(post)).getFirst();
                log.append(List.of(new Append.Edit(chat, sender, posted.message().id(), "edited")));
            }
        }
    }

    private static void follow(long chat, int last) {
        int head = 0;
        while (head < last) {
            List<LogEntry> log = database.storage.messages().log(chat, 0, 10_000);
            assertThat(log)
                    .extracting(LogEntry::seq)
                    .isEqualTo(LongStream.rangeClosed(1, log.size()).boxed().toList())
                    .hasSizeGreaterThanOrEqualTo(head);
            head = log.size();
        }
    }

    private static Session signIn(long userId, Optional<String> pushToken) {
        UUID token = UUID.randomUUID();
        byte[] hash =
                ByteBuffer.allocate(16)
                        .putLong(token.getMostSignificantBits())
                        .putLong(token.getLeastSignificantBits())
                        .array();
        return database.storage
                .sessions()
                .open(userId, hash, Optional.empty(), pushToken, Instant.now().plusSeconds(600))
                .session();
    }

    private static long chatId(Chats.Creation creation) {
        return switch (creation) {
            case Chats.Creation.Created created -> created.chatId();
            case Chats.Creation.Exists exists -> exists.chatId();
            case Chats.Creation.NoSuchUser _ -> throw new AssertionError(creation);
        };
    }

    @FunctionalInterface
    private interface Each<T> {
        Callable<T> task(int thread);
    }

    /// Starts the tasks at one moment and waits for all.
    private static <T> List<T> together(Each<T> each) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Callable<T> task = each.task(i);
                running.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return task.call();
                                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
