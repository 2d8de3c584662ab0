package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loop and the workers here do their next task when they are told to, but for the last test, where
/// they are threads.
@Timeout(30)
final class InboxTest {

    private static final int FULL = 64;

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private final Queue<Runnable> undone = new ArrayDeque<>();
    private final ReadingPeer peer = new ReadingPeer(loop::add);

    /// How many were handled by the end of each burst.
    private final List<Integer> bursts = new ArrayList<>();

    private final Inbox inbox = new Inbox(workers::add, peer, this::together);

    @Test
    void nextMessageComesWhenTheLastOneIsDone() {
        receive("a", "b", "c");
        work();
        assertThat(handled).containsExactly("a");

        undone.remove().run();
        work();
        assertThat(handled).containsExactly("a", "b");

        undone.remove().run();
        work();
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsDoneBeforeItReturnsNeedsNoOtherWorker() {
        inbox.add(atOnce("a"));
        inbox.add(atOnce("b"));
        runLoop();
        assertThat(workers).hasSize(1);

        workers.remove().run();
        assertThat(handled).containsExactly("a", "b");
        assertThat(workers).isEmpty();
        assertThat(loop).isEmpty();
    }

    @Test
    void messageAfterAllAreDoneStartsAnew() {
        inbox.add(atOnce("a"));
        work();
        inbox.add(atOnce("b"));
        work();
        assertThat(handled).containsExactly("a", "b");
    }

    @Test
    void whatIsPromptIsDoneInOneTaskOfTheLoop() {
        inbox.add(prompt("a"));
        inbox.add(prompt("b"));
        assertThat(handled).as("what the loop has to do before").isEmpty();
        assertThat(loop).hasSize(1);

        runLoop();
        assertThat(handled).containsExactly("a", "b");
        assertThat(workers).isEmpty();
    }

    @Test
    void whatIsDoneInOneTaskIsWrittenTogether() {
        inbox.add(prompt("a"));
        inbox.add(prompt("b"));
        runLoop();
        inbox.add(prompt("c"));
        runLoop();
        assertThat(bursts).containsExactly(2, 3);
    }

    @Test
    void whatIsPromptWaitsForWhatCameBefore() {
        inbox.add(prompt("a"));
        inbox.add(atOnce("b"));
        inbox.add(prompt("c"));
        runLoop();
        assertThat(handled).containsExactly("a");

        work();
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void whoeverEndsTheTurnOfOneLeavesTheNextToTheLoop() {
        receive("a");
        inbox.add(prompt("b"));
        inbox.add(atOnce("c"));
        work();
        undone.remove().run();
        assertThat(handled).containsExactly("a");

        runLoop();
        assertThat(handled).containsExactly("a", "b");
        work();
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void readingPausesOnlyWhileSixtyFourWait() {
        receive(FULL - 1);
        assertThat(peer.calls).isEmpty();
        receive(1);
        assertThat(peer.calls).containsExactly("pause");

        work();
        assertThat(peer.calls).as("in work is not done").containsExactly("pause");
        undone.remove().run();
        assertThat(peer.calls).containsExactly("pause", "resume");

        workAll();
        assertThat(peer.calls).containsExactly("pause", "resume");
        assertThat(handled).hasSize(FULL);
    }

    @Test
    void readingIsPausedAgainByEachMessageThatComesTooMuch() {
        receive(FULL + 2);
        assertThat(peer.calls).containsExactly("pause", "pause", "pause");
        workAll();
        assertThat(peer.calls).containsExactly("pause", "pause", "pause", "resume");
    }

    @Test
    void afterTheCloseNothingIsHandledAndReadingGoesOn() {
        receive(FULL);
        work();
        inbox.close();
        undone.remove().run();
        work();
        assertThat(handled).hasSize(1);
        assertThat(peer.calls).containsExactly("pause", "resume");

        receive("late");
        work();
        assertThat(handled).hasSize(1);
    }

    @Test
    void neverTwoAtATimeWhateverThreadSaysThatOneIsDone() throws InterruptedException {
        int messages = 5_000;
        List<String> expected = IntStream.range(0, messages).mapToObj(String::valueOf).toList();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(messages);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Inbox busy = new Inbox(threads, new ReadingPeer(threads), Runnable::run);
            for (String message : expected) {
                busy.add(
                        done -> {
                            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                            handled.add(message);
                            Runnable end =
                                    () -> {
                                        atOnce.decrementAndGet();
                                        done.run();
                                        all.countDown();
                                    };
                            if (message.endsWith("3")) {
                                threads.execute(end);
                            } else {
                                end.run();
                            }
                        });
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most).hasValue(1);
        assertThat(handled).isEqualTo(expected);
    }

    /// Done when the test says so.
    private Inbox.Task later(String message) {
        return done -> {
            handled.add(message);
            undone.add(done);
        };
    }

    private Inbox.Task atOnce(String message) {
        return done -> {
            handled.add(message);
            done.run();
        };
    }

    private Inbox.Task prompt(String message) {
        return new Inbox.Task() {
            @Override
            public boolean isPrompt() {
                return true;
            }

            @Override
            public void run(Runnable done) {
                atOnce(message).run(done);
            }
        };
    }

    private void together(Runnable burst) {
        burst.run();
        bursts.add(handled.size());
    }

    private void receive(int count) {
        for (int i = 0; i < count; i++) {
            inbox.add(later("message"));
        }
    }

    private void receive(String... messages) {
        for (String message : messages) {
            inbox.add(later(message));
        }
    }

    private void runLoop() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private void work() {
        runLoop();
        for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
            task.run();
            runLoop();
        }
    }

    /// Until all is done that came.
    private void workAll() {
        work();
        for (Runnable done = undone.poll(); done != null; done = undone.poll()) {
            done.run();
            work();
        }
    }

    /// Notes whether it is to be read from.
    private static final class ReadingPeer implements Peer {

        final Queue<String> calls = new ConcurrentLinkedQueue<>();
        final Executor loop;

        ReadingPeer(Executor loop) {
            this.loop = loop;
        }

        @Override
        public void run(Runnable task) {
            loop.execute(task);
        }

        @Override
        public void pauseReading() {
            calls.add("pause");
        }

        @Override
        public void resumeReading() {
            calls.add("resume");
        }

        @Override
        public void send(Frame frame) {
            throw new AssertionError("send: " + frame);
        }

        @Override
        public void close(CloseCode why) {
            throw new AssertionError("close: " + why);
        }
    }
}
