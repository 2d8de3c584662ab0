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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The workers here do their next task when they are told to, but for the last test, where they are
/// threads.
@Timeout(30)
final class InboxTest {

    private static final int FULL = 64;

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private final Queue<Runnable> undone = new ArrayDeque<>();
    private final ReadingPeer peer = new ReadingPeer();

    private final Inbox inbox = new Inbox(workers::add, peer);

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
        assertThat(workers).hasSize(1);

        workers.remove().run();
        assertThat(handled).containsExactly("a", "b");
        assertThat(workers).isEmpty();
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
    void whatIsPromptIsDoneOnTheLoopAtOnce() {
        inbox.add(prompt("a"));
        inbox.add(prompt("b"));
        assertThat(handled).containsExactly("a", "b");
        assertThat(workers).isEmpty();
    }

    @Test
    void whatIsPromptWaitsForWhatCameBefore() {
        inbox.add(atOnce("a"));
        inbox.add(prompt("b"));
        assertThat(handled).isEmpty();
        work();
        assertThat(handled).containsExactly("a", "b");
    }

    @Test
    void loopThatEndsTheTurnOfOneGoesOnWithThePromptAndLeavesTheRestToAWorker() {
        receive("a");
        inbox.add(prompt("b"));
        inbox.add(atOnce("c"));
        workOffTheLoop();
        assertThat(handled).containsExactly("a");

        undone.remove().run();
        assertThat(handled).containsExactly("a", "b");
        workOffTheLoop();
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void whoeverElseEndsTheTurnOfOneLeavesEvenThePromptToAWorker() {
        receive("a");
        inbox.add(prompt("b"));
        workOffTheLoop();

        peer.onLoop = false;
        undone.remove().run();
        assertThat(handled).containsExactly("a");
        workOffTheLoop();
        assertThat(handled).containsExactly("a", "b");
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
            peer.onLoop = false;
            Inbox busy = new Inbox(threads, peer);
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

    private void work() {
        for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
            task.run();
        }
    }

    private void workOffTheLoop() {
        boolean before = peer.onLoop;
        peer.onLoop = false;
        work();
        peer.onLoop = before;
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

        /// Whether the test's thread is the loop.
        volatile boolean onLoop = true;

        @Override
        public boolean isOnLoop() {
            return onLoop;
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
