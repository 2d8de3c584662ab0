package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimit<String> limit = RateLimit.of(2, 3, now::get);

    @Test
    void burstIsLetThroughAndThenTheRate() {
        take(3);
        assertThat(refusal().retryAfter()).contains(Duration.ofMillis(500));

        now.addAndGet(Duration.ofMillis(500).toNanos());
        take(1);
        assertThat(refusal().reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(limit.refused()).isEqualTo(2);
    }

    @Test
    void bucketNeverHoldsMoreThanTheBurst() {
        now.addAndGet(Duration.ofHours(1).toNanos());
        take(3);
        refusal();
    }

    @Test
    void keysDoNotShareABucket() {
        take(3);
        limit.take("other");
    }

    private void take(int times) {
        for (int i = 0; i < times; i++) {
            limit.take("key");
        }
    }

    private Rejected refusal() {
        return catchThrowableOfType(Rejected.class, () -> limit.take("key"));
    }
}
