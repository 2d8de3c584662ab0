package dev.messenger.server.net;

import static dev.messenger.server.net.TestSocket.message;
import static dev.messenger.server.net.Wire.BINARY;
import static dev.messenger.server.net.Wire.CONTINUATION;
import static dev.messenger.server.net.Wire.FINAL;
import static dev.messenger.server.net.Wire.PING;
import static dev.messenger.server.net.Wire.PONG;
import static dev.messenger.server.net.Wire.TEXT;
import static dev.messenger.server.net.Wire.frame;
import static dev.messenger.server.net.Wire.ping;
import static dev.messenger.server.net.Wire.text;
import static dev.messenger.server.net.Wire.unmasked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.usecase.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames by the byte, in and out.
@ExtendWith(FailsOnLeaks.class)
final class FrameHandlerTest {

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final TestSocket peer = new TestSocket(sockets, 5);

    @AfterEach
    void leaveNothingBehind() {
        peer.channel.finishAndReleaseAll();
    }

    // Messages

    @Test
    void aTextFrameIsHandledAndAnsweredInOneUnmaskedTextFrame() {
        peer.receives(text(message("hi")));
        assertThat(peer.received).containsExactly("hi");
        assertThat(peer.sent()).containsExactly("text {\"type\":\"get_chats\",\"chats\":[]}");
    }

    @Test
    void framesAreHandledInTheOrderSent() {
        peer.receives(Unpooled.wrappedBuffer(text(message("a")), text(message("b"))));
        assertThat(peer.received).containsExactly("a", "b");
    }

    @Test
    void aMessageMayComeInFragmentsOfAnySizeSplitInsideACharacter() {
        byte[] bytes = message("grüße 👋").getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int first = (i == bytes.length - 1 ? FINAL : 0) | (i == 0 ? TEXT : CONTINUATION);
            peer.receives(frame(first, bytes[i]));
        }
        assertThat(peer.received).containsExactly("grüße 👋");
    }

    @Test
    void aMessageMayHaveTheMostFragmentsButNoMore() {
        for (int fragments :
                new int[] {TextMessage.MOST_FRAGMENTS, TextMessage.MOST_FRAGMENTS + 1}) {
            peer.receives(frame(TEXT, message("many").getBytes(UTF_8)));
            for (int i = 2; i < fragments; i++) {
                peer.receives(frame(CONTINUATION));
            }
            assertThat(peer.sent()).isEmpty();
            peer.receives(frame(FINAL | CONTINUATION));
            assertThat(peer.received).containsExactly("many");
            assertThat(peer.isOpen()).isEqualTo(fragments == TextMessage.MOST_FRAGMENTS);
            peer.channel.releaseOutbound();
        }
    }

    @Test
    void aFrameMayArriveByTheByte() {
        ByteBuf frame = text(message("slow"));
        while (frame.isReadable()) {
            peer.receives(Unpooled.buffer(1).writeByte(frame.readByte()));
        }
        frame.release();
        assertThat(peer.received).containsExactly("slow");
    }

    @Test
    void controlFramesMayComeBetweenFragments() {
        byte[] bytes = message("whole").getBytes(UTF_8);
        peer.receives(
                frame(TEXT, Arrays.copyOfRange(bytes, 0, 9)),
                ping("now"),
                frame(FINAL | PONG),
                frame(FINAL | CONTINUATION, Arrays.copyOfRange(bytes, 9, bytes.length)));
        assertThat(peer.received).containsExactly("whole");
        assertThat(peer.sent()).startsWith("pong now");
    }

    @Test
    void theReplacementCharacterItselfIsGoodUtf8() {
        peer.receives(text(message("\uFFFD")));
        assertThat(peer.received).containsExactly("\uFFFD");
    }

    @Test
    void aMessageOfExactlyTheLargestSizeIsTaken() {
        String content = "x".repeat(16_000);
        String padding = " ".repeat(TextMessage.LARGEST - message(content).length());
        peer.receives(text(message(content) + padding));
        assertThat(peer.received).containsExactly(content);
    }

    @Test
    void readingPausesWhileTheInboxIsFull() {
        Queue<Runnable> work = new ArrayDeque<>();
        TestSocket busy = new TestSocket(sockets, new Caller(5, Optional.empty()), work::add);
        for (int i = 0; i < 64; i++) {
            assertThat(busy.channel.config().isAutoRead()).isTrue();
            busy.receives(text(message("m" + i)));
        }
        assertThat(busy.channel.config().isAutoRead()).isFalse();
        work.remove().run();
        busy.channel.runPendingTasks();
        assertThat(busy.channel.config().isAutoRead()).isTrue();
        assertThat(busy.received).hasSize(64);
        busy.channel.finishAndReleaseAll();
    }

    // Breaches

    @Test
    void textThatIsNotUtf8Is1007() {
        peer.receives(frame(FINAL | TEXT, (byte) 0xC3, (byte) 0x28));
        assertFailedWith(1007);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C080", "EDA080", "F4908080", "FF", "E282"})
    void overlongSurrogateTooHighAndCutUtf8Is1007(String hex) {
        peer.receives(frame(FINAL | TEXT, io.netty.buffer.ByteBufUtil.decodeHexDump(hex)));
        assertFailedWith(1007);
    }

    @Test
    void utf8CutAtTheEndOfTheLastFragmentIs1007() {
        peer.receives(frame(TEXT, (byte) 0xE2), frame(FINAL | CONTINUATION, (byte) 0x82));
        assertFailedWith(1007);
    }

    @Test
    void aFrameAboveTheLargestSizeIs1009() {
        peer.receives(frame(FINAL | TEXT, new byte[TextMessage.LARGEST + 1]));
        assertFailedWith(1009);
    }

    @Test
    void fragmentsThatAddUpToMoreThanTheLargestSizeAre1009() {
        peer.receives(frame(TEXT, new byte[TextMessage.LARGEST]), frame(CONTINUATION, new byte[1]));
        assertFailedWith(1009);
    }

    @Test
    void anAnnouncedSizeOfExabytesIs1009AtOnce() {
        peer.receives(
                Unpooled.buffer()
                        .writeByte(FINAL | TEXT)
                        .writeByte(0x80 | 127)
                        .writeLong(Long.MAX_VALUE));
        assertFailedWith(1009);
    }

    @Test
    void emptyFragmentsWithoutEndAre1009() {
        peer.receives(frame(TEXT));
        ByteBuf flood = Unpooled.buffer(200_000 * 6);
        ByteBuf one = frame(CONTINUATION);
        for (int i = 0; i < 200_000; i++) {
            flood.writeBytes(one, 0, one.readableBytes());
        }
        one.release();
        peer.receives(flood);
        assertFailedWith(1009);
    }

    @Test
    void binaryIs1003() {
        peer.receives(frame(FINAL | BINARY, (byte) 1));
        assertFailedWith(1003);
    }

    @Test
    void anUnmaskedFrameIs1002() {
        peer.receives(unmasked(FINAL | TEXT, (byte) '{'));
        assertFailedWith(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10})
    void aReservedBitIs1002(int bit) {
        peer.receives(frame(FINAL | bit | TEXT, (byte) '{'));
        assertFailedWith(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x7, 0xB, 0xF})
    void aReservedOpcodeIs1002(int opcode) {
        peer.receives(frame(FINAL | opcode));
        assertFailedWith(1002);
    }

    @Test
    void aContinuationOfNothingIs1002() {
        peer.receives(frame(FINAL | CONTINUATION, (byte) '{'));
        assertFailedWith(1002);
    }

    @Test
    void aNewMessageInsideOfAnotherIs1002() {
        peer.receives(frame(TEXT, (byte) '{'), text("{}"));
        assertFailedWith(1002);
    }

    @Test
    void aFragmentedPingIs1002() {
        peer.receives(frame(PING));
        assertFailedWith(1002);
    }

    @Test
    void aPingOf126BytesIs1002() {
        peer.receives(frame(FINAL | PING, new byte[126]));
        assertFailedWith(1002);
    }

    @Test
    void whatFollowsABreachIsNotHandled() {
        peer.receives(
                Unpooled.wrappedBuffer(frame(FINAL | BINARY), text(message("late")), ping("late")));
        assertThat(peer.received).isEmpty();
        assertFailedWith(1003);
    }

    // Control frames

    @Test
    void aPingIsAnsweredWithItsOwnBytes() {
        peer.receives(ping("are you there"));
        assertThat(peer.sent()).containsExactly("pong are you there");
    }

    @Test
    void moreControlFramesThanTheRateAllowsAre1008() {
        for (int i = 0; i < ControlFrames.MOST; i++) {
            peer.receives(ping(""));
        }
        assertThat(peer.sent()).hasSize(ControlFrames.MOST).containsOnly("pong");
        peer.receives(frame(FINAL | PONG));
        assertFailedWith(1008);
    }

    @Test
    void theControlFrameRateStartsAnewAfterItsWindow() {
        for (int window = 0; window < 3; window++) {
            for (int i = 0; i < ControlFrames.MOST; i++) {
                peer.receives(ping(""));
            }
            peer.channel.advanceTimeBy(ControlFrames.WINDOW_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(peer.sent()).hasSize(3 * ControlFrames.MOST).containsOnly("pong");
        assertThat(peer.isOpen()).isTrue();
    }

    private void assertFailedWith(int code) {
        assertThat(peer.sent()).containsExactly("close " + code);
        assertThat(peer.isOpen()).isFalse();
    }
}
