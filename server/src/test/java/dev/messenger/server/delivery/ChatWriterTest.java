package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ChatWriterTest {

    /// Nobody's, so that there is nobody to fail either.
    static final Writes.Answer NOBODY =
            new Writes.Answer() {
                @Override
                public void written(Appended result) {}

                @Override
                public void failed(Throwable fault) {
                    throw new AssertionError(fault);
                }
            };

    private final ScriptedLog log = new ScriptedLog();
    private final RecordingSockets sockets = new RecordingSockets();
    private final List<Publication> expected = new CopyOnWriteArrayList<>();
    private final ExecutorService publisher = Executors.newSingleThreadExecutor();
    private final ChatWriter writer =
            new ChatWriter(
                    "writer-test",
                    log,
                    new Fanout(
                            new MemoryStorage().messages(), sockets, new Expected(), new Waiters()),
                    path -> {},
                    new Publishing(publisher, 1),
                    System::nanoTime);

    @AfterEach
    void stop() throws InterruptedException {
        writer.stop();
        writer.join(Duration.ofSeconds(10));
        assertThat(log.closed).isTrue();
        publisher.close();
    }

    @Test
    void changeIsPublishedBeforeItsWriterIsAnswered() throws Exception {
        writer.start();
        CompletableFuture<Integer> publishedWhenAnswered = new CompletableFuture<>();
        writer.submit(
                post(7, "hi"),
                new Writes.Answer() {
                    @Override
                    public void written(Appended result) {
                        publishedWhenAnswered.complete(sockets.published.size());
                    }

                    @Override
                    public void failed(Throwable fault) {
                        publishedWhenAnswered.completeExceptionally(fault);
                    }
                });

        assertThat(publishedWhenAnswered.get()).isEqualTo(1);
        assertThat(sockets.published.getFirst().audience()).containsExactly(1L, 2L);
        assertThat(expected).as("to be woken").isEqualTo(sockets.published);
    }

    @Test
    void changesThatComeWhileACommitRunsShareTheNextOne() throws Exception {
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        log.next(
                batch -> {
                    committing.countDown();
                    await(go);
                    return log.store(batch);
                });
        writer.start();
        CompletableFuture<Appended> first = submit(post(7, "0"));
        await(committing);
        List<CompletableFuture<Appended>> others =
                List.of(submit(post(7, "1")), submit(post(8, "2")), submit(post(7, "3")));
        go.countDown();

        first.get();
        for (CompletableFuture<Appended> other : others) {
            other.get();
        }
        assertThat(log.batches).hasSize(2);
        assertThat(contents()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void theNextBatchIsCommittedWhileALargeOneIsPublished() throws Exception {
        CountDownLatch committingTheNext = new CountDownLatch(1);
        CompletableFuture<Appended> next = new CompletableFuture<>();
        log.next(
                batch -> {
                    writer.submit(post(7, "next"), completing(next));
                    return log.store(batch);
                });
        log.next(
                batch -> {
                    committingTheNext.countDown();
                    return log.store(batch);
                });
        CompletableFuture<Appended> first = new CompletableFuture<>();
        writer.submit(post(7, "first"), completing(first));
        first.thenRun(() -> await(committingTheNext));
        writer.start();

        next.get();
        assertThat(contents()).containsExactly("first", "next");
    }

    @Test
    void chatThatIsLockedElsewhereDelaysOnlyItselfAndKeepsItsOrder() throws Exception {
        log.lockedChats.add(7L);
        writer.start();
        CompletableFuture<Appended> a = submit(post(7, "a"));
        CompletableFuture<Appended> b = submit(post(7, "b"));
        submit(post(8, "other")).get();
        assertThat(contents()).containsExactly("other");

        log.lockedChats.remove(7L);
        a.get();
        b.get();
        assertThat(contents()).containsExactly("other", "a", "b");
    }

    @Test
    void lostAnswerToACommitThatHappenedIsFoundOutAndPublishedOnce() throws Exception {
        List<Appended> stored = new CopyOnWriteArrayList<>();
        log.next(
                batch -> {
                    stored.addAll(log.store(batch));
                    return ScriptedLog.unknown(batch);
                });
        log.nextSettled(
                () -> {
                    throw new StorageUnavailable("still away", new RuntimeException());
                });
        log.nextSettled(() -> Optional.of(stored));
        writer.start();

        assertThat(submit(post(7, "hi")).get()).isEqualTo(stored.getFirst());
        assertThat(log.storedMessages()).isEqualTo(1);
        assertThat(contents()).containsExactly("hi");
    }

    @Test
    void lostAnswerToACommitThatDidNotHappenStoresItOnceAndInOrder() throws Exception {
        log.next(
                batch ->
                        List.of(
                                log.store(batch.subList(0, 1)).getFirst(),
                                new Appended.Unknown(),
                                new Appended.Busy()));
        log.nextSettled(Optional::empty);
        List<CompletableFuture<Appended>> answers =
                List.of(submit(post(7, "a")), submit(post(7, "b")), submit(post(7, "c")));
        writer.start();

        for (CompletableFuture<Appended> answer : answers) {
            answer.get();
        }
        assertThat(log.storedMessages()).isEqualTo(3);
        assertThat(contents()).containsExactly("a", "b", "c");
    }

    @Test
    void failedCommitIsAnsweredAndTheWriterLivesOn() throws Exception {
        log.next(
                batch -> {
                    throw new StorageUnavailable("away", new RuntimeException());
                });
        log.next(
                batch -> {
                    throw new IllegalStateException("a bug");
                });
        log.next(
                batch -> {
                    throw new AssertionError("a worse one");
                });
        writer.start();

        assertThat(failure(submit(post(7, "a")))).isInstanceOf(StorageUnavailable.class);
        assertThat(failure(submit(post(7, "b")))).isInstanceOf(IllegalStateException.class);
        assertThat(failure(submit(post(7, "c")))).isInstanceOf(AssertionError.class);
        submit(post(7, "d")).get();
        assertThat(contents()).containsExactly("d");
    }

    @Test
    void refusedAndPoisonedChangesFailAlone() throws Exception {
        log.next(
                batch ->
                        List.of(
                                new Appended.Refused(Appended.Refusal.NO_SUCH_CHAT),
                                log.store(List.of(batch.get(1))).getFirst(),
                                new Appended.Failed(new IllegalArgumentException("poison"))));
        CompletableFuture<Appended> refused = submit(post(7, "a"));
        CompletableFuture<Appended> good = submit(post(7, "b"));
        CompletableFuture<Appended> poisoned = submit(post(7, "c"));
        writer.start();

        assertThat(failure(refused))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.NOT_FOUND));
        assertThat(failure(poisoned)).isInstanceOf(IllegalArgumentException.class);
        good.get();
        assertThat(contents()).containsExactly("b");
    }

    @Test
    void stoppingWritesWhatIsQueuedAndRefusesWhatComesAfter() throws Exception {
        CompletableFuture<Appended> queued = submit(post(7, "queued"));
        writer.stop();
        CompletableFuture<Appended> late = submit(post(7, "late"));
        writer.start();

        queued.get();
        assertThat(failure(late))
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.OVERLOADED));
        assertThat(contents()).containsExactly("queued");
    }

    @Test
    void whatBecameOfCommitsAndChangesIsCounted() throws Exception {
        List<Appended> stored = new CopyOnWriteArrayList<>();
        log.next(
                batch -> {
                    throw new StorageUnavailable("away", new RuntimeException());
                });
        log.next(
                batch -> {
                    stored.addAll(log.store(batch));
                    return ScriptedLog.unknown(batch);
                });
        log.nextSettled(() -> Optional.of(stored));
        log.next(batch -> List.of(new Appended.Refused(Appended.Refusal.NO_SUCH_CHAT)));
        CompletableFuture<Appended> first = submit(post(7, "a"));
        assertThat(writer.numbers().queued()).isEqualTo(1);
        writer.start();
        failure(first);
        submit(post(7, "b")).get();
        failure(submit(post(7, "c")));
        writer.stop();
        failure(submit(post(7, "d")));

        WriterNumbers numbers = writer.numbers();
        assertThat(numbers.queued()).isZero();
        assertThat(numbers.failed()).isEqualTo(1);
        assertThat(numbers.unknown()).isEqualTo(1);
        assertThat(numbers.settled()).isEqualTo(1);
        assertThat(numbers.neverKnown()).isZero();
        assertThat(numbers.refused()).isEqualTo(1);
        assertThat(numbers.overloaded()).isEqualTo(1);
        assertThat(numbers.batches().count()).isEqualTo(2);
        assertThat(numbers.batches().sum()).isEqualTo(2);
        assertThat(numbers.commits().count()).isEqualTo(2);
    }

    private List<String> contents() {
        return sockets.frames().stream()
                .map(frame -> ((ServerFrame.NewMessage) frame).content())
                .toList();
    }

    private CompletableFuture<Appended> submit(Append append) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        writer.submit(append, completing(answer));
        return answer;
    }

    private static Writes.Answer completing(CompletableFuture<Appended> answer) {
        return new Writes.Answer() {
            @Override
            public void written(Appended result) {
                answer.complete(result);
            }

            @Override
            public void failed(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        };
    }

    private static Throwable failure(CompletableFuture<?> answer) throws InterruptedException {
        try {
            answer.get();
            throw new AssertionError("succeeded (expected: a failure)");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Append.Post post(long chatId, String content) {
        return new Append.Post(
                chatId,
                1,
                UUID.randomUUID(),
                true,
                Optional.empty(),
                content,
                Instant.EPOCH,
                Optional.empty(),
                OptionalLong.empty());
    }

    private final class Expected implements Wakeups {
        @Override
        public void expect(Publication publication) {
            expected.add(publication);
        }

        @Override
        public void received(long userId, long chatId, long seq) {}
    }
}
