package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The workers here do their next task when they are told to, but for the last test, where they are
/// threads.
@Timeout(30)
final class UnansweredTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Unanswered unanswered = new Unanswered(workers::add);

    @Test
    void taskRunsAtOnceWhereFewEnoughAreUnanswered() {
        unanswered.whenAtMost(0, () -> done.add("reads"));
        unanswered.begun();
        unanswered.whenAtMost(1, () -> done.add("writes"));
        assertThat(done).containsExactly("reads", "writes");
        assertThat(workers).isEmpty();
    }

    @Test
    void taskThatMustSeeAllWaitsForTheLastAnswer() {
        unanswered.begun();
        unanswered.begun();
        unanswered.whenAtMost(0, () -> done.add("reads"));
        unanswered.answered();
        assertThat(workers).isEmpty();

        unanswered.answered();
        assertThat(done).as("whoever answers must not do it").isEmpty();
        workers.remove().run();
        assertThat(done).containsExactly("reads");
    }

    @Test
    void taskThatMaySeeSomeUnansweredWaitsForNoMore() {
        unanswered.begun();
        unanswered.begun();
        unanswered.begun();
        unanswered.whenAtMost(1, () -> done.add("writes"));
        unanswered.answered();
        assertThat(workers).isEmpty();
        unanswered.answered();
        assertThat(workers).hasSize(1);
    }

    @Test
    void taskThatWaitedIsHandedOverOnce() {
        unanswered.begun();
        unanswered.whenAtMost(0, () -> done.add("reads"));
        unanswered.answered();
        unanswered.begun();
        unanswered.answered();
        assertThat(workers).hasSize(1);
    }

    @Test
    void taskRunsOnceWhicheverThreadAnswersLast() throws InterruptedException {
        int rounds = 2_000;
        AtomicInteger ran = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < rounds; round++) {
                CountDownLatch ready = new CountDownLatch(1);
                Unanswered shared = new Unanswered(threads);
                shared.begun();
                shared.begun();
                threads.execute(shared::answered);
                threads.execute(shared::answered);
                shared.whenAtMost(
                        0,
                        () -> {
                            ran.incrementAndGet();
                            ready.countDown();
                        });
                assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(ran).hasValue(rounds);
    }
}
