package dev.messenger.server.net;

import static dev.messenger.server.net.Wire.FINAL;
import static dev.messenger.server.net.Wire.PONG;
import static dev.messenger.server.net.Wire.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.server.usecase.Caller;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FailsOnLeaks.class)
final class HeartbeatTest {

    private static final int INTERVAL = 25;

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(INTERVAL));
    private final TestSocket peer = new TestSocket(sockets, 5);

    @AfterEach
    void leaveNothingBehind() {
        peer.channel.finishAndReleaseAll();
    }

    @Test
    void theFirstPingComesAfterOneInterval() {
        pass(INTERVAL - 1);
        assertThat(peer.sent()).isEmpty();
        pass(1);
        assertThat(peer.sent()).containsExactly("ping");
    }

    @Test
    void whoAnswersPingsStaysForGood() {
        for (int i = 0; i < 10; i++) {
            pass(INTERVAL);
            assertThat(peer.sent()).containsExactly("ping");
            peer.receives(frame(FINAL | PONG));
        }
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void whoMissesTwoPingsIsGone() {
        pass(INTERVAL);
        pass(INTERVAL);
        assertThat(peer.sent()).containsExactly("ping", "ping");
        pass(INTERVAL - 1);
        assertThat(peer.isOpen()).isTrue();
        pass(1);
        assertThat(peer.isOpen()).isFalse();
        assertThat(peer.sent()).isEmpty();
    }

    @Test
    void whoMissesOnePingAndAnswersTheNextStays() {
        pass(INTERVAL);
        pass(INTERVAL);
        peer.receives(frame(FINAL | PONG));
        pass(INTERVAL);
        pass(INTERVAL);
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void evenAPartOfAFrameIsASignOfLife() {
        for (int i = 0; i < 6; i++) {
            pass(INTERVAL);
            peer.receives(Unpooled.buffer(1).writeByte(i == 0 ? 0x81 : i == 1 ? 0xFE : 0x7F));
        }
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void whomWeDoNotReadFromIsNotHeldToBeDead() {
        peer.socket.pauseReading();
        for (int i = 0; i < 6; i++) {
            pass(INTERVAL);
        }
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void aClosingSocketIsNotPinged() {
        pass(INTERVAL - 1);
        peer.socket.close(CloseCode.SIGNED_OUT);
        assertThat(peer.sent()).containsExactly("close 4001");
        pass(1);
        assertThat(peer.sent()).isEmpty();
    }

    @Test
    void aProcessThatWasStoppedDoesNotMakeUpForTheBeatsItMissed() {
        peer.channel.advanceTimeBy(10 * INTERVAL, TimeUnit.SECONDS);
        peer.channel.runScheduledPendingTasks();
        assertThat(peer.sent()).hasSizeLessThanOrEqualTo(1);
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void socketsOfOneLoopArePingedWhenTheirOwnIntervalIsOver() {
        pass(10);
        OpenSocket later =
                TestSocket.open(
                        peer.channel,
                        sockets,
                        new Caller(6, Optional.empty()),
                        TestSocket.backstage(sockets, peer.received, Runnable::run));
        pass(15);
        assertThat(peer.sent()).containsExactly("ping");
        pass(10);
        assertThat(peer.sent()).containsExactly("ping");
        sockets.remove(later);
    }

    /// By the second, as timers with a fixed delay need it.
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            peer.channel.advanceTimeBy(1, TimeUnit.SECONDS);
            peer.channel.runScheduledPendingTasks();
            peer.channel.runPendingTasks();
        }
    }
}
