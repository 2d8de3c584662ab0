package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.server.usecase.Resumption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FeedTest {

    private static final long CHAT = 17;

    private final FakeLine line = new FakeLine();
    private final List<Long> holes = new ArrayList<>();
    private final Feed feed = new Feed(line, holes::add);

    @Test
    void nextNumberIsTakenAndALowerOneDropped() {
        begin(new Resumption.Start(CHAT, 4, false));
        assertThat(feed.takes(CHAT, 4)).isFalse();
        assertThat(feed.takes(CHAT, 5)).isTrue();
        assertThat(feed.takes(CHAT, 5)).isFalse();
        assertThat(feed.takesAck(CHAT, 6)).isTrue();
        assertThat(holes).isEmpty();
    }

    @Test
    void holeIsToldOnceAndNothingIsTakenUntilTheLogIsRead() {
        begin(new Resumption.Start(CHAT, 4, false));
        assertThat(feed.takes(CHAT, 6)).isFalse();
        assertThat(feed.takes(CHAT, 7)).isFalse();
        assertThat(holes).containsExactly(CHAT);

        assertThat(feed.isReplayed(CHAT)).isTrue();
        assertThat(feed.isBehind(CHAT)).isTrue();
        assertThat(feed.seq(CHAT)).isEqualTo(4);
    }

    @Test
    void ackThatIsNotTheNextNumberIsNoPosition() {
        begin(new Resumption.Start(CHAT, 4, true));
        assertThat(feed.takesAck(CHAT, 5)).isFalse();
        assertThat(feed.isBehind(CHAT)).isTrue();
    }

    @Test
    void chatThatMovedBeforeTheWelcomeIsToBeReplayed() {
        assertThat(feed.takes(CHAT, 5)).isFalse();
        assertThat(begin(new Resumption.Start(CHAT, 4, false))).containsExactly(CHAT);
        assertThat(line.written).hasOnlyElementsOfType(Event.Welcome.class);
    }

    @Test
    void peerThatReadsTooSlowlyIsToldHowFarBehindItIs() {
        begin(new Resumption.Start(CHAT, 4, false));
        line.writable = false;
        assertThat(feed.takes(CHAT, 5)).isFalse();
        assertThat(feed.takes(CHAT, 6)).isFalse();

        line.writable = true;
        feed.drained();
        assertThat(line.written.getLast()).isEqualTo(new Event.Behind(Map.of(CHAT, 6L)));
        assertThat(feed.takes(CHAT, 7)).isFalse();
        assertThat(feed.isSilent(CHAT)).isTrue();
        assertThat(holes).isEmpty();
    }

    @Test
    void receiptOfNumbersUnheardOfIsTheSignOfAHole() {
        begin(new Resumption.Start(CHAT, 4, false));
        feed.offer(new Event.Receipt(CHAT + 1, 2, 1, 0));
        assertThat(line.written).doesNotHaveAnyElementsOfTypes(Event.Receipt.class);
        assertThat(holes).containsExactly(CHAT + 1);
    }

    @Test
    void receiptOfNumbersThatAreStillToBeReadFromTheLogFollowsThem() {
        begin(new Resumption.Start(CHAT, 4, false));
        feed.takes(CHAT, 6);
        line.written.clear();
        feed.offer(new Event.Receipt(CHAT, 2, 6, 0));
        assertThat(line.written).isEmpty();

        feed.live(CHAT);
        assertThat(line.written).last().isEqualTo(new Event.Receipt(CHAT, 2, 6, 0));
    }

    @Test
    void lastReceiptThatCameMeanwhileFollows() {
        begin(new Resumption.Start(CHAT, 4, false));
        line.writable = false;
        feed.offer(new Event.Receipt(CHAT, 2, 3, 0));
        feed.offer(new Event.Receipt(CHAT, 2, 4, 0));

        line.writable = true;
        feed.drained();
        feed.drained();
        assertThat(line.written.subList(1, line.written.size()))
                .containsExactly(new Event.Receipt(CHAT, 2, 4, 0));
    }

    @Test
    void peerThatDoesNotReadAtAllIsCutUnlessItHasReadMeanwhile() {
        begin();
        feed.stalled();
        feed.drained();
        line.pass();
        assertThat(line.closed).isEmpty();

        feed.stalled();
        line.pass();
        assertThat(line.closed).containsExactly(CloseCode.TOO_SLOW);
    }

    private List<Long> begin(Resumption.Start... starts) {
        var plan = new Resumption.Plan("ok", Map.of(), List.of(starts), List.of(), List.of());
        return feed.begin(welcome(), plan);
    }

    private static Event.Welcome welcome() {
        return new Event.Welcome(
                Optional.empty(),
                1,
                new UUID(0, 1),
                "epoch",
                Instant.EPOCH,
                25_000,
                "ok",
                new Event.Limits(65_536, 64, 500),
                Map.of());
    }
}
