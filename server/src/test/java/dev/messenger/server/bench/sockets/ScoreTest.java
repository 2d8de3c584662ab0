package dev.messenger.server.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ScoreTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long now = System.nanoTime();
    private final Score score = new Score(now - 10 * SECOND, now + 60 * SECOND);

    @Test
    void whatATimeWasDueInCountsFromThenOn() {
        score.sent(now - 2 * SECOND);
        score.answered(now - 2 * SECOND);

        assertThat(score.answers().millis(100)).isCloseTo(2_000, within(500.0));
        assertThat(score.open()).isZero();
    }

    @Test
    void whatWasDueBeforeCountsForTheRateAlone() {
        score.answered(now - 20 * SECOND);

        assertThat(score.answered()).isOne();
        assertThat(score.answers().count()).isZero();
    }

    @Test
    void whoRefusesOrWithholdsDoesNotKeepUp() {
        score.sent(now);
        score.answered(now);
        assertThat(score.keptUp(1_000)).isTrue();

        score.held(now);
        assertThat(score.keptUp(1_000)).isFalse();
    }

    @Test
    void itIsNormalAgainAfterTheLastTenthWithManySlowOnes() {
        Timeline timeline = new Timeline(0);
        for (int i = 0; i < 200; i++) {
            timeline.add(SECOND, i == 0 ? SECOND : 1);
            timeline.add(SECOND / 2, i < 10 ? SECOND : 1);
        }

        assertThat(timeline.secondsUntilNormal()).isEqualTo(0.6);
    }
}
