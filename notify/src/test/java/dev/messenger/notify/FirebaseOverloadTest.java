package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A slow or dead FCM, a full queue, and the end.
final class FirebaseOverloadTest extends WithFcmStub {

    @Test
    void anAnswerThatNeverComesEndsWithTheTimeout() throws Exception {
        reopen(forgotten::add, settings(FAST, 1, Duration.ofMillis(300), LONG));
        fcm.hang();
        notifier.send(push("1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            fcm.take();
        }
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines())
                .contains(
                        "event=push_failed reason=HttpTimeoutException attempts=3 chat=17 message=1");
    }

    @Test
    void sendReturnsAtOnceAndTheQueueStaysBoundedWhileFcmHangs() throws Exception {
        fcm.hang();
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            notifier.send(push("" + i));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isLessThan(Duration.ofSeconds(5)); // FCM answers nobody meanwhile
        assertThat(notifier.waiting()).isEqualTo(100);
        assertThat(notifier.dropped()).isEqualTo(900);
        assertThat(log.lines()).filteredOn(line -> line.startsWith("event=")).hasSize(1);
        for (int i = 0; i < 4; i++) {
            fcm.take();
        }

        fcm.open();
        for (int i = 4; i < 100; i++) {
            fcm.take();
        }
        await(() -> notifier.waiting() == 0);
        notifier.send(push("1000"));
        assertThat(id(fcm.take())).isEqualTo("1000");
        assertThat(log.lines()).contains("event=push_queue_eased dropped_in_all=900");
    }

    @Test
    void noMoreThanTheAllowedRequestsAreUnderWayAtOnce() throws Exception {
        fcm.hang();
        for (int i = 0; i < 10; i++) {
            notifier.send(push("" + i));
        }
        for (int i = 0; i < 4; i++) {
            fcm.take();
        }
        fcm.open();
        for (int i = 4; i < 10; i++) {
            fcm.take();
        }

        assertThat(fcm.mostAtOnce()).isEqualTo(4);
    }

    @Test
    void closeLetsWhatIsDueGoOut() throws Exception {
        for (int i = 0; i < 50; i++) {
            notifier.send(push("" + i));
        }
        notifier.close();

        assertThat(fcm.untaken()).isEqualTo(50);
        notifier.send(push("51"));
        notifier.close();
        assertThat(fcm.untaken()).isEqualTo(50);
    }

    @Test
    void closeIsBoundedWhileFcmHangsAndLeavesNoThread() throws Exception {
        reopen(forgotten::add, settings(FAST, 2, LONG, Duration.ofMillis(50)));
        fcm.hang();
        for (int i = 0; i < 10; i++) {
            notifier.send(push("" + i));
        }
        fcm.take();
        fcm.take();
        long start = System.nanoTime();
        notifier.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(log.lines()).contains("event=push_closed abandoned=8");
        await(
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(FirebaseOverloadTest::isOfPushing));
    }

    private static boolean isOfPushing(Thread thread) {
        String name = thread.getName();
        return name.startsWith("HttpClient-")
                || name.startsWith("firebase")
                || name.startsWith("httpclient-");
    }
}
