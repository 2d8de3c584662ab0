package dev.messenger.server.torture;

import static dev.messenger.server.torture.Positions.Verdict.FALL;
import static dev.messenger.server.torture.Positions.Verdict.HOLE;
import static dev.messenger.server.torture.Positions.Verdict.NEXT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PositionsTest {

    private static final long CHAT = 7;

    private final Positions positions = new Positions();

    @Test
    void numbersRiseByOne() {
        positions.startsAfter(CHAT, 4);
        assertThat(positions.accept(CHAT, 5)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 6)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 8)).isEqualTo(HOLE);
        assertThat(positions.accept(CHAT, 9)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 9)).isEqualTo(FALL);
        assertThat(positions.accept(CHAT, 10)).isEqualTo(NEXT);
    }

    @Test
    void aChatThatWasNotNamedBeginsAtOne() {
        assertThat(positions.accept(CHAT, 1)).isEqualTo(NEXT);
        assertThat(positions.accept(8, 2)).isEqualTo(HOLE);
    }

    @Test
    void whatIsAGapIsPagedWhileTheChatGoesOn() {
        positions.startsAfter(CHAT, 2);
        positions.gapUpTo(CHAT, 9);
        assertThat(positions.accept(CHAT, 10)).isEqualTo(NEXT);
        positions.asked(CHAT, 2);
        assertThat(positions.accept(CHAT, 11)).isEqualTo(NEXT);
        for (long seq = 3; seq <= 12; seq++) {
            assertThat(positions.accept(CHAT, seq)).isEqualTo(NEXT);
        }
        assertThat(positions.caughtUp(CHAT)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 13)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 12)).isEqualTo(FALL);
    }

    @Test
    void pagesThatEndBeforeTheGapDoesLeaveAHole() {
        positions.startsAfter(CHAT, 2);
        positions.gapUpTo(CHAT, 9);
        positions.asked(CHAT, 2);
        assertThat(positions.accept(CHAT, 3)).isEqualTo(NEXT);
        assertThat(positions.caughtUp(CHAT)).isEqualTo(HOLE);
    }

    @Test
    void aChatThatIsBehindIsSilentUntilItIsPaged() {
        positions.startsAfter(CHAT, 2);
        positions.behind(CHAT);
        assertThat(positions.accept(CHAT, 5)).isEqualTo(HOLE);
        positions.asked(CHAT, 2);
        assertThat(positions.accept(CHAT, 3)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 5)).isEqualTo(HOLE);
        assertThat(positions.accept(CHAT, 4)).isEqualTo(NEXT);
        assertThat(positions.caughtUp(CHAT)).isEqualTo(NEXT);
        assertThat(positions.accept(CHAT, 5)).isEqualTo(NEXT);
    }
}
