package dev.messenger.server.net.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.LabEvent;
import dev.messenger.server.net.FailsOnLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What each fault does to what passes, how it ends, and that it loses no buffer.
@ExtendWith(FailsOnLeaks.class)
final class FaultTest {

    private final List<LabEvent.Fault> told = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    FaultTest() {
        channel.freezeTime();
    }

    @AfterEach
    void leaveNothingBehind() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aStallHoldsWhatComesAndLetsItGoInOrder() {
        Fault fault = begin("stall", 1);
        assertThat(channel.config().isAutoRead()).isFalse();
        in("a");
        in("b");
        assertThat(received()).isEmpty();
        end(fault);
        assertThat(received()).containsExactly("a", "b");
        assertThat(channel.config().isAutoRead()).isTrue();
        assertEnded("asked");
    }

    @Test
    void aStallThatTooMuchWaitsForEnds() {
        begin("stall", 1);
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 5; i++) {
            in(large);
        }
        assertThat(received()).hasSize(5);
        assertEnded("full");
    }

    @Test
    void fragmentsAreOfOneByteEachAndNoneIsMissing() {
        begin("fragments", 1);
        in("abc");
        out("xyz");
        assertThat(received()).containsExactly("a", "b", "c");
        assertThat(sent()).containsExactly("x", "y", "z");
        String large = "y".repeat(FragmentsFault.MOST + 100);
        out(large);
        assertThat(sent()).hasSize(FragmentsFault.MOST + 1).endsWith("y".repeat(100));
    }

    @Test
    void whatIsDelayedComesInItsTimeAndOrder() {
        begin("delay", 1);
        in("a");
        out("x");
        channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        in("b");
        assertThat(received()).isEmpty();
        assertThat(sent()).isEmpty();
        channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(received()).containsExactly("a");
        assertThat(sent()).containsExactly("x");
        channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(received()).containsExactly("b");
    }

    @Test
    void aDelayThatEndsLetsEverythingGo() {
        Fault fault = begin("delay", 1);
        in("a");
        out("x");
        in("b");
        end(fault);
        assertThat(received()).containsExactly("a", "b");
        assertThat(sent()).containsExactly("x");
    }

    @Test
    void aHalfOpenConnectionSwallowsEverythingAndIsResetInTime() {
        begin("half_open", 1);
        in("a");
        assertThat(out("x")).isTrue();
        assertThat(received()).isEmpty();
        assertThat(sent()).isEmpty();
        assertThat(channel.isActive()).isTrue();
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(channel.isActive()).isFalse();
        assertEnded("time");
    }

    @Test
    void aResetClosesAtOnce() {
        begin("reset", 1);
        channel.runPendingTasks();
        assertThat(channel.isActive()).isFalse();
        assertEnded("done");
    }

    @Test
    void newMessagesAndNothingElseAreDoubledAsOftenAsWasAsked() {
        begin("duplicate", 2);
        frame("{\"type\":\"read\"}");
        frame("{\"type\":\"new_message\",\"n\":1}");
        frame("{\"type\":\"new_message\",\"n\":2}");
        frame("{\"type\":\"new_message\",\"n\":3}");
        assertThat(frames())
                .containsExactly(
                        "{\"type\":\"read\"}",
                        "{\"type\":\"new_message\",\"n\":1}",
                        "{\"type\":\"new_message\",\"n\":1}",
                        "{\"type\":\"new_message\",\"n\":2}",
                        "{\"type\":\"new_message\",\"n\":2}",
                        "{\"type\":\"new_message\",\"n\":3}");
        assertEnded("done");
    }

    @Test
    void theNextAckIsLostAndTheConnectionWithIt() {
        begin("lost_ack", 1);
        out("{\"type\":\"receipt\"}");
        assertThat(sent()).containsExactly("{\"type\":\"receipt\"}");
        assertThat(out("{\"type\":\"ack\",\"ref\":\"1\"}")).isTrue();
        channel.runPendingTasks();
        assertThat(sent()).isEmpty();
        assertThat(channel.isActive()).isFalse();
        assertEnded("done");
    }

    @Test
    void aSlowReaderIsNotWritableAndGetsAllOfItAfterwards() {
        Fault fault = begin("slow_reader", 1);
        assertThat(channel.isWritable()).isFalse();
        channel.writeAndFlush(text("x"));
        channel.writeAndFlush(text("y"));
        assertThat(sent()).isEmpty();
        end(fault);
        assertThat(channel.isWritable()).isTrue();
        assertThat(sent()).containsExactly("x", "y");
    }

    @Test
    void everyFaultEndsInItsTimeAndLeavesTheConnectionAsItWas() {
        for (String name : List.of("stall", "fragments", "delay", "duplicate", "slow_reader")) {
            begin(name, 1);
            channel.advanceTimeBy(10, TimeUnit.SECONDS);
            channel.runPendingTasks();
            assertEnded("time");
            in("a");
            out("x");
            assertThat(received()).as(name).containsExactly("a");
            assertThat(sent()).as(name).containsExactly("x");
            assertThat(LabHandler.othersIn(channel.pipeline()))
                    .hasSize((int) channel.pipeline().names().stream().count() - 1);
        }
    }

    @Test
    void everyFaultEndsWithItsConnection() {
        for (String name : List.of("stall", "fragments", "delay", "half_open", "slow_reader")) {
            EmbeddedChannel other = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
            other.pipeline().addFirst(fault(name, 1));
            other.writeOneInbound(text("a"));
            other.writeAndFlush(text("x"));
            other.close();
            assertEnded("closed");
            other.finishAndReleaseAll();
        }
    }

    private Fault begin(String name, long times) {
        Fault fault = fault(name, times);
        if (fault.amongFrames()) {
            channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, fault);
        } else {
            channel.pipeline().addFirst(fault);
        }
        assertThat(told.getLast().state()).isIn("began", "acted");
        return fault;
    }

    private Fault fault(String name, long times) {
        FaultKind kind = FaultKind.named(name).orElseThrow();
        return kind.make(
                new Fault.Order(
                        "1",
                        kind,
                        5,
                        "c",
                        10,
                        100,
                        times,
                        0,
                        new LabClock(),
                        event -> told.add((LabEvent.Fault) event),
                        () -> {}));
    }

    private void end(Fault fault) {
        ChannelHandlerContext ctx = channel.pipeline().context(fault);
        fault.end(Objects.requireNonNull(ctx), "asked");
    }

    private void assertEnded(String why) {
        assertThat(told.getLast().state()).isEqualTo("ended");
        assertThat(told.getLast().why()).contains(why);
    }

    private void in(String text) {
        channel.writeOneInbound(text(text));
        channel.flushInbound();
    }

    private boolean out(String text) {
        return channel.writeAndFlush(text(text)).isSuccess();
    }

    private void frame(String text) {
        channel.writeOneInbound(new TextWebSocketFrame(text));
    }

    private List<String> frames() {
        List<String> texts = new ArrayList<>();
        for (TextWebSocketFrame in = channel.readInbound();
                in != null;
                in = channel.readInbound()) {
            texts.add(in.text());
            in.release();
        }
        return texts;
    }

    private List<String> received() {
        List<String> texts = new ArrayList<>();
        for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
            texts.add(in.toString(US_ASCII));
            in.release();
        }
        return texts;
    }

    private List<String> sent() {
        List<String> texts = new ArrayList<>();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            texts.add(out.toString(US_ASCII));
            out.release();
        }
        return texts;
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }
}
