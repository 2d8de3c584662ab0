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
    void whatIsLateTakesAsLongAsItTakes() {
        Score over = new Score(now - 10 * SECOND, now - 5 * SECOND);
        assertThat(over.secondsUntilLast()).isEqualTo(5);

        over.answered(now - 6 * SECOND);

        assertThat(over.answered()).isZero();
        assertThat(over.done()).isOne();
        assertThat(over.secondsUntilLast()).isBetween(10.0, 60.0);
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
    void whatWasDueIsCountedWhateverBecameOfIt() {
        for (int i = 0; i < 3; i++) {
            score.sent(now);
        }
        score.answered(now);
        score.refused(now, "overloaded");
        score.held(now);
        score.held(now - 20 * SECOND);

        assertThat(score.open()).isOne();
        assertThat(score.due()).as("answered, refused, open and held").isEqualTo(4);
    }

    @Test
    void itIsNormalAgainWhenASecondBeginsWithHardlyAnySlowOnes() {
        Timeline timeline = new Timeline(0, Timeline.SLOW);
        for (int tenth = 0; tenth < 40; tenth++) {
            for (int i = 0; i < 100; i++) {
                // Half of them in the first half of a second, one in a hundred later on.
                boolean slow = tenth < 5 ? i < 50 : tenth > 20 && i == 0;
                timeline.add(tenth * SECOND / 10, slow ? SECOND : 1);
            }
        }

        assertThat(timeline.secondsUntilNormal()).isEqualTo(0.5);
    }

    @Test
    void whatIsNeverNormalIsNotWithinTheTimeThatWasWatched() {
        Timeline timeline = new Timeline(0, Timeline.SLOW);
        for (int tenth = 0; tenth < 50; tenth++) {
            timeline.add(tenth * SECOND / 10, SECOND);
        }

        assertThat(timeline.secondsUntilNormal()).isEqualTo(5.0);
    }
}
