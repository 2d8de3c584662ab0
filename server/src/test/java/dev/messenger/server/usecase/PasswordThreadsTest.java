package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PasswordThreadsTest {

    private static final Duration WORKED = Duration.ofMillis(80);

    private final AtomicLong refused = new AtomicLong();
    private final Queue<Duration> rests = new ConcurrentLinkedQueue<>();
    private final PasswordThreads threads = new PasswordThreads(1, refused::get, rests::add);

    @Test
    void theMoreComeInVainTheLongerIsTheRest() {
        assertThat(PasswordThreads.rest(WORKED, 0)).isZero();
        assertThat(PasswordThreads.rest(WORKED, 5)).isEqualTo(WORKED.dividedBy(4));
        assertThat(PasswordThreads.rest(WORKED, 20)).isEqualTo(WORKED);
        assertThat(PasswordThreads.rest(WORKED, 60)).isEqualTo(WORKED.multipliedBy(3));
    }

    @Test
    void aFloodCannotStopTheThreads() {
        assertThat(PasswordThreads.rest(WORKED, 1_000_000)).isEqualTo(WORKED.multipliedBy(3));
    }

    @Test
    void aThreadRestsOnlyIfSomebodyWasRefusedWhileItWorked() throws InterruptedException {
        refused.set(1_000);
        threads.execute(() -> {});
        threads.execute(() -> refused.addAndGet(60));
        threads.execute(() -> {});
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(rests).hasSize(1).allMatch(Duration::isPositive);
    }
}
