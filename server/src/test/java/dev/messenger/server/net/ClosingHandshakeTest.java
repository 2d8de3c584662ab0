package dev.messenger.server.net;

import static dev.messenger.server.net.TestSocket.message;
import static dev.messenger.server.net.Wire.CLOSE;
import static dev.messenger.server.net.Wire.FINAL;
import static dev.messenger.server.net.Wire.frame;
import static dev.messenger.server.net.Wire.ping;
import static dev.messenger.server.net.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.usecase.Caller;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FailsOnLeaks.class)
final class ClosingHandshakeTest {

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final TestSocket peer = new TestSocket(sockets, 5);

    @AfterEach
    void leaveNothingBehind() {
        peer.channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999})
    void aPeersCloseIsEchoedAndTheConnectionEnds(int code) {
        peer.receives(Wire.close(code));
        assertThat(peer.sent()).containsExactly("close " + code);
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void aPeersCloseWithoutCodeIsEchoedWithout() {
        peer.receives(frame(FINAL | CLOSE));
        assertThat(peer.sent()).containsExactly("close");
        assertThat(peer.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 40000, 65535})
    void aCodeThatMayNotBeSentIs1002(int code) {
        peer.receives(Wire.close(code));
        assertThat(peer.sent()).containsExactly("close 1002");
    }

    @Test
    void aCloseOfOneByteIs1002() {
        peer.receives(frame(FINAL | CLOSE, (byte) 3));
        assertThat(peer.sent()).containsExactly("close 1002");
    }

    @Test
    void aReasonThatIsNotUtf8Is1007() {
        peer.receives(frame(FINAL | CLOSE, (byte) 3, (byte) 0xE8, (byte) 0xFF));
        assertThat(peer.sent()).containsExactly("close 1007");
    }

    @Test
    void whatFollowsAPeersCloseIsNotHandled() {
        peer.receives(
                Unpooled.wrappedBuffer(Wire.close(1000), text(message("late")), ping("late")));
        assertThat(peer.sent()).containsExactly("close 1000");
        assertThat(peer.received).isEmpty();
    }

    @Test
    void whatCameBeforeAPeersCloseIsStillHandled() {
        Queue<Runnable> work = new ArrayDeque<>();
        TestSocket hasty = new TestSocket(sockets, new Caller(5, Optional.empty()), work::add);
        hasty.receives(text(message("a")), text(message("b")), Wire.close(1000));
        assertThat(hasty.isOpen()).isFalse();
        work.forEach(Runnable::run);
        assertThat(hasty.received).containsExactly("a", "b");
        hasty.channel.finishAndReleaseAll();
    }

    @Test
    void weCloseFirstAndTheConnectionEndsWithThePeersAnswer() {
        peer.socket.close(CloseCode.SIGNED_OUT);
        assertThat(peer.sent()).containsExactly("close 4001");
        assertThat(peer.isOpen()).isTrue();
        peer.receives(Wire.close(4001));
        assertThat(peer.sent()).isEmpty();
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void aPeerThatDoesNotAnswerOurCloseIsWaitedForNoLonger() {
        peer.socket.close(CloseCode.SIGNED_OUT);
        peer.channel.runPendingTasks();
        peer.channel.advanceTimeBy(ClosingHandshake.PATIENCE.toMillis() - 1, TimeUnit.MILLISECONDS);
        peer.channel.runScheduledPendingTasks();
        assertThat(peer.isOpen()).isTrue();
        peer.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        peer.channel.runScheduledPendingTasks();
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void weCloseOnlyOnce() {
        peer.socket.close(CloseCode.SIGNED_OUT);
        peer.socket.close(CloseCode.SERVICE_RESTART);
        assertThat(peer.sent()).containsExactly("close 4001");
    }

    @Test
    void framesSentBeforeOurCloseComeBeforeItAndLaterOnesNever() {
        peer.socket.send(new ServerFrame.DeleteMessage(1));
        peer.socket.close(CloseCode.SIGNED_OUT);
        peer.socket.send(new ServerFrame.DeleteMessage(2));
        assertThat(peer.sent())
                .containsExactly(
                        "text {\"type\":\"delete_message\",\"message_id\":1}", "close 4001");
    }

    @Test
    void whatWaitsWhenWeCloseIsForgotten() {
        Queue<Runnable> work = new ArrayDeque<>();
        TestSocket revoked = new TestSocket(sockets, new Caller(5, Optional.empty()), work::add);
        revoked.receives(text(message("too late")));
        revoked.socket.close(CloseCode.SIGNED_OUT);
        assertThat(revoked.sent()).containsExactly("close 4001");
        revoked.receives(text(message("later still")));
        work.forEach(Runnable::run);
        assertThat(revoked.received).isEmpty();
        revoked.channel.finishAndReleaseAll();
    }

    @Test
    void aPausedSocketHearsThePeersAnswer() {
        peer.socket.pauseReading();
        peer.socket.close(CloseCode.SIGNED_OUT);
        assertThat(peer.sent()).containsExactly("close 4001");
        assertThat(peer.channel.config().isAutoRead()).isTrue();
        peer.socket.pauseReading();
        assertThat(peer.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aFaultOfOursIs1011() {
        peer.channel.pipeline().fireExceptionCaught(new IllegalStateException("for the test"));
        assertThat(peer.sent()).containsExactly("close 1011");
    }

    @Test
    void aBrokenConnectionEndsWithoutAWord() {
        peer.channel.pipeline().fireExceptionCaught(new java.io.IOException("reset by peer"));
        assertThat(peer.sent()).isEmpty();
        assertThat(peer.isOpen()).isFalse();
    }
}
