package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PublishingTest {

    private static final int LARGE = 10;

    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final List<String> published = new ArrayList<>();
    private final Publishing publishing = new Publishing(handedOver::add, LARGE);

    @Test
    void aSmallBatchIsPublishedAtOnceAndALargeOneElsewhere() {
        publish(LARGE - 1, "small");
        assertThat(published).containsExactly("small");
        publish(LARGE, "large");
        assertThat(published).containsExactly("small");

        handedOver.remove().run();
        assertThat(published).containsExactly("small", "large");
    }

    @Test
    void whatIsNotBegunBeforeTheNextBatchIsDoneFirstAndOnce() {
        publish(LARGE, "1");
        publish(LARGE, "2");
        assertThat(published).containsExactly("1");
        publish(1, "3");
        handedOver.forEach(Runnable::run);
        assertThat(published).containsExactly("1", "2", "3");
    }

    @Test
    void theNextBatchWaitsForOneThatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Publishing two = new Publishing(other, LARGE);
            two.publish(
                    LARGE,
                    () -> {
                        begun.countDown();
                        await(go);
                        order.add("1");
                    });
            begun.await();
            Thread writer = Thread.currentThread();
            Thread.ofVirtual().start(() -> onceWaiting(writer, go::countDown));
            two.publish(1, () -> order.add("2"));
        }
        assertThat(order).containsExactly("1", "2");
    }

    @Test
    void aFaultOfOneBatchIsNotTheNextOnes() {
        publishing.publish(
                1,
                () -> {
                    throw new AssertionError("a bug");
                });
        publish(1, "next");
        publishing.finish();
        assertThat(published).containsExactly("next");
    }

    private void publish(int size, String name) {
        publishing.publish(size, () -> published.add(name));
    }

    private static void onceWaiting(Thread thread, Runnable then) {
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        then.run();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
