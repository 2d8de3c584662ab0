package dev.messenger.server.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EffortTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Effort asked = new Effort(3, Duration.ofSeconds(20), Duration.ofSeconds(15));

    @Test
    void aWorkloadGetsNoLessThanItNeeds() {
        assertThat(asked.atLeast(10).rounds()).isEqualTo(10);
        assertThat(asked.atLeast(MINUTE).round()).isEqualTo(MINUTE);
        assertThat(asked.warmingUpAtLeast(MINUTE).warmUp()).isEqualTo(MINUTE);
        assertThat(asked.atMost(2).rounds()).isEqualTo(2);
    }

    @Test
    void whatSufficesStaysAsItWasAskedFor() {
        assertThat(asked.atLeast(2).atLeast(SECOND).warmingUpAtLeast(SECOND).atMost(5))
                .isEqualTo(asked);
    }
}
