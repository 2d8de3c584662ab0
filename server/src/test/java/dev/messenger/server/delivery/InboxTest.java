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

    /// Its messages are done when the test says so.
    private final Inbox inbox =
            new Inbox(
                    workers::add,
                    peer,
                    (message, _, done) -> {
                        handled.add(message);
                        undone.add(done);
                    });

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
    void whatIsDoneBeforeItsHandlerReturnsNeedsNoOtherTask() {
        Inbox quick = new Inbox(workers::add, peer, this::handleAtOnce);
        quick.receive("a");
        quick.receive("b");
        assertThat(workers).hasSize(1);

        workers.remove().run();
        assertThat(handled).containsExactly("a", "b");
        assertThat(workers).isEmpty();
    }

    @Test
    void messageAfterAllAreDoneStartsAnew() {
        Inbox quick = new Inbox(workers::add, peer, this::handleAtOnce);
        quick.receive("a");
        work();
        quick.receive("b");
        work();
        assertThat(handled).containsExactly("a", "b");
    }

    @Test
    void taskTakesItsTurnAmongTheMessages() {
        receive("a");
        inbox.whenHandled(
                done -> {
                    handled.add("task");
                    undone.add(done);
                });
        receive("b");
        workAll();
        assertThat(handled).containsExactly("a", "task", "b");
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
            Inbox busy =
                    new Inbox(
                            threads,
                            peer,
                            (message, _, done) -> {
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
            expected.forEach(busy::receive);
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most).hasValue(1);
        assertThat(handled).isEqualTo(expected);
    }

    private void handleAtOnce(String message, long received, Runnable done) {
        handled.add(message);
        done.run();
    }

    private void receive(int count) {
        for (int i = 0; i < count; i++) {
            inbox.receive("message");
        }
    }

    private void receive(String... messages) {
        List.of(messages).forEach(inbox::receive);
    }

    private void work() {
        for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
            task.run();
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
