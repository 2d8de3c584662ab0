package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.net.TestSocket.SlowChannel;
import dev.messenger.server.usecase.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A socket of Part 2 whose peer stops reading: little waits for it, and it is told what it missed.
@ExtendWith(FailsOnLeaks.class)
final class SlowReaderTest {

    private static final long ANN = 1;
    private static final long BEN = 2;
    private static final int LENGTH = 1_000;

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final SlowChannel channel = new SlowChannel();

    @BeforeEach
    void signIn() {
        channel.freezeTime();
        Caller ben = new Caller(BEN, Optional.of(UUID.randomUUID()));
        OpenSocket socket =
                OpenSocket.resumable(
                        channel,
                        sockets,
                        Optional.of(new SignIn(ben, System.nanoTime())),
                        TestSocket.backstage(
                                sockets, new ConcurrentLinkedQueue<>(), Runnable::run));
        WebSocketUpgrade.frames(sockets, socket).forEach(channel.pipeline()::addLast);
        channel.writeInbound(Wire.text("{\"type\":\"hello\"}"));
        assertThat(sent()).hasSize(2).last().isEqualTo("text {\"type\":\"synced\"}");
    }

    @AfterEach
    void leaveNothingBehind() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatDoesNotFitIsLeftToTheLogAndTheHeadIsTold() {
        channel.stuck = true;
        for (int number = 1; number <= 1_000; number++) {
            publish(number);
        }
        assertThat(channel.waiting()).isLessThan(100_000);
        assertThat(sockets.numbers().stalled()).isEqualTo(1);

        channel.stuck = false;
        channel.flush();
        List<String> read = sent();
        assertThat(read).hasSizeBetween(30, 100);
        assertThat(read.getLast())
                .isEqualTo(
                        "text {\"type\":\"behind\",\"heads\":{\"" + Published.CHAT + "\":1000}}");
        assertThat(sockets.numbers().stalled()).isZero();
        publish(1_001);
        assertThat(sent()).as("silent until a sync").isEmpty();
    }

    @Test
    void whatIsPublishedAtOnceIsBoundedToo() {
        channel.stuck = true;
        List<dev.messenger.server.delivery.Publication> batch = new ArrayList<>();
        for (int number = 1; number <= 1_000; number++) {
            batch.add(Published.message(number, ANN, BEN, "x".repeat(LENGTH)));
        }
        sockets.publish(batch);
        channel.runPendingTasks();
        assertThat(channel.waiting()).isLessThan(140_000);
    }

    @Test
    void whoDoesNotReadForHalfAMinuteIsClosed() {
        channel.stuck = true;
        for (int number = 1; number <= 200; number++) {
            publish(number);
        }
        pass(29_900);
        assertThat(channel.isOpen()).isTrue();
        pass(200);
        channel.stuck = false;
        channel.flush();
        assertThat(sent()).last().isEqualTo("close 4101");
        assertThat(sockets.numbers().closed()).containsEntry(4101, 1L).containsEntry(4103, 0L);

        channel.close();
        assertThat(sockets.numbers().stalled()).isZero();
        assertThat(sockets.numbers().resumable()).isZero();
        assertThat(sockets.numbers().openedResumable()).isEqualTo(1);
    }

    private void publish(int number) {
        sockets.publish(List.of(Published.message(number, ANN, BEN, "x".repeat(LENGTH))));
        channel.runPendingTasks();
    }

    private List<String> sent() {
        channel.runPendingTasks();
        return Wire.sent(channel);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
    }
}
