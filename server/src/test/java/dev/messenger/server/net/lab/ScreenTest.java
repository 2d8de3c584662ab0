package dev.messenger.server.net.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Feeds and their bounds.
final class ScreenTest {

    private final List<Long> deserted = new ArrayList<>();
    private final LabClock clock = new LabClock();
    private final Screens screens = new Screens(clock, deserted::add);

    @Test
    void whatIsShownComesInOrderALineEach() {
        Screen screen = open(5);
        screens.show(5, closed(1));
        screens.show(5, closed(2));
        assertThat(screen.hasNext()).isTrue();
        assertThat(lines(screen))
                .containsExactly(
                        "{\"type\":\"closed\",\"connection\":\"first\",\"at\":0}",
                        "{\"type\":\"closed\",\"connection\":\"c\",\"at\":1}",
                        "{\"type\":\"closed\",\"connection\":\"c\",\"at\":2}");
    }

    @Test
    void nobodyIsShownWhatIsAnothers() {
        Screen screen = open(5);
        lines(screen);
        screens.show(6, closed(1));
        screens.show(5, closed(2));
        assertThat(lines(screen))
                .containsExactly("{\"type\":\"closed\",\"connection\":\"c\",\"at\":2}");
    }

    @Test
    void whatDoesNotFitIsLostAndCounted() {
        Screen screen = open(5);
        for (int i = 1; i < Screen.ROOM + 10; i++) {
            screens.show(5, closed(i));
        }
        List<String> all = new ArrayList<>();
        while (all.stream().noneMatch(line -> line.contains("\"lost\""))) {
            all.addAll(lines(screen));
        }
        assertThat(all).hasSize(Screen.ROOM + 1);
        assertThat(all.getLast()).endsWith("\"count\":10}");
    }

    @Test
    void aFeedThatIsClosedEndsAndItsUserIsNotedOnceNoneIsLeft() {
        Screen one = open(5);
        Screen two = open(5);
        one.close();
        assertThat(one.hasNext()).isFalse();
        assertThat(deserted).isEmpty();
        two.close();
        two.close();
        assertThat(deserted).containsExactly(5L);
        assertThat(screens.hasAny(5)).isFalse();
    }

    @Test
    void aFeedEndsWithItsSession() {
        Screen screen = screens.open(5, () -> false, closed(0));
        assertThat(screen.hasNext()).isTrue();
        lines(screen);
        // Waits for a tick.
        assertThat(screen.hasNext()).isFalse();
        assertThat(deserted).containsExactly(5L);
    }

    @Test
    void thereAreOnlySoManyFeeds() {
        for (int i = 0; i < Screens.MOST_OF_A_USER; i++) {
            open(5);
        }
        assertThatThrownBy(() -> open(5)).isInstanceOf(Rejected.class);
        for (int i = Screens.MOST_OF_A_USER; i < Screens.MOST; i++) {
            open(100 + i);
        }
        assertThatThrownBy(() -> open(6)).isInstanceOf(Rejected.class);
    }

    @Test
    void closingEndsAllFeedsAndLetsNoneIn() {
        Screen screen = open(5);
        screens.close();
        assertThat(screen.hasNext()).isFalse();
        assertThatThrownBy(() -> open(5)).isInstanceOf(Rejected.class);
    }

    private Screen open(long userId) {
        return screens.open(userId, () -> true, new LabEvent.Closed("first", 0));
    }

    private static LabEvent closed(long at) {
        return new LabEvent.Closed("c", at);
    }

    private static List<String> lines(Screen screen) {
        return new String(screen.next(), UTF_8).lines().toList();
    }
}
