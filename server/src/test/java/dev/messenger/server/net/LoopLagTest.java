package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.Awaits;
import dev.messenger.server.meter.Histogram;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LoopLagTest {

    private static final Duration HELD_UP = Duration.ofMillis(600);

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LoopLag lag = LoopLag.of(loops.next());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void loopThatIsHeldUpIsLate() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        loops.execute(
                () -> {
                    held.countDown();
                    long end = System.nanoTime() + HELD_UP.toNanos();
                    while (System.nanoTime() - end < 0) {
                        LockSupport.parkNanos(end - System.nanoTime());
                    }
                });
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        loops.execute(() -> {});
        assertThat(lag.numbers().tasks()).isPositive();

        // It was to run within a quarter of a second.
        Awaits.until("the loop is late", () -> timesLaterThan(Duration.ofMillis(250)) > 0);
    }

    private long timesLaterThan(Duration bound) {
        Histogram.Counts late = lag.numbers().late();
        int bucket = Arrays.binarySearch(late.bounds(), bound.toNanos());
        return Arrays.stream(late.buckets()).skip(bucket + 1).sum();
    }
}
