package dev.messenger.server.net.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.LabEvent.Passed;
import dev.messenger.server.net.FailsOnLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What probes see, and that nobody notices them.
@ExtendWith(FailsOnLeaks.class)
final class ProbesTest {

    private final List<LabEvent> seen = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private Probes probes;

    ProbesTest() {
        channel.freezeTime();
        channel.pipeline().addLast("in", new Doubling()).addLast("out", new Shouting());
        probes = attach(Set.of());
    }

    private Probes attach(Set<String> kinds) {
        return Probes.attach(channel, new Recorder("c", new LabClock(), showing(), 4, kinds));
    }

    private Showing showing() {
        return new Showing() {
            @Override
            public void show(LabEvent event) {
                seen.add(event);
            }

            @Override
            public boolean isFor(long userId) {
                return true;
            }
        };
    }

    @AfterEach
    void leaveNothingBehind() {
        channel.finishAndReleaseAll();
    }

    /// Takes a buffer and hands on two.
    private static final class Doubling extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.fireChannelRead(((ByteBuf) message).retainedDuplicate());
            ctx.fireChannelRead(message);
        }
    }

    /// Sends a text as bytes.
    private static final class Shouting extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ctx.write(text(message + "!"), promise);
        }
    }

    @Test
    void thereIsAProbeBeforeTheFirstHandlerAndOneAfterEach() {
        assertThat(channel.pipeline().names())
                .startsWith("lab-probe-0", "in", "lab-probe-1", "out", "lab-probe-2");
        assertThat(seen).hasAtLeastOneElementOfType(LabEvent.Pipeline.class);
    }

    @Test
    void whatComesInIsSeenBeforeAndAfterEachHandlerThatMindsIt() {
        channel.writeOneInbound(text("abcdef"));
        assertThat(passed("read"))
                .extracting(Passed::from, Passed::handler, Passed::bytes, it -> it.hex().orElse(""))
                .containsExactly(
                        tuple("out", "tail", 6L, "61626364"),
                        tuple("in", "out", 6L, "61626364"),
                        tuple("out", "tail", 6L, "61626364"),
                        tuple("in", "out", 6L, "61626364"),
                        tuple("socket", "in", 6L, "61626364"));
    }

    @Test
    void whatHappensDuringAnEventHasItForItsParentAndItsTimeIsNotTheParentsOwn() {
        channel.writeOneInbound(text("abc"));
        List<Passed> reads = passed("read");
        Passed outermost = reads.getLast();
        assertThat(outermost.parent()).isZero();
        List<Passed> children = reads.stream().filter(it -> it.parent() == outermost.n()).toList();
        assertThat(children).hasSize(2).allMatch(it -> it.n() > outermost.n());
        assertThat(outermost.own())
                .isEqualTo(outermost.took() - children.stream().mapToLong(Passed::took).sum());
    }

    @Test
    void whatGoesOutIsSeenAsEachHandlerMadeIt() {
        channel.writeOutbound("hi");
        assertThat(passed("write"))
                .extracting(Passed::from, Passed::handler, Passed::message, Passed::bytes)
                .containsExactly(
                        tuple("in", "socket", "ByteBuf", 3L),
                        tuple("out", "in", "ByteBuf", 3L),
                        tuple("tail", "out", "", 0L));
        assertThat(passed("flush")).hasSize(3);
        ByteBuf sent = channel.readOutbound();
        assertThat(sent.toString(US_ASCII)).isEqualTo("hi!");
        sent.release();
    }

    @Test
    void otherEventsAreSeenToo() {
        channel.pipeline().fireUserEventTriggered("something");
        channel.pipeline().fireExceptionCaught(new IllegalStateException("no"));
        assertThat(passed("user_event")).hasSize(3);
        assertThat(passed("user_event").getFirst().detail()).contains("something");
        assertThat(passed("exception").getFirst().detail())
                .hasValueSatisfying(it -> assertThat(it).contains("no"));
        channel.close();
        assertThat(passed("close")).hasSize(3);
        assertThat(passed("inactive")).hasSize(3);
        assertThat(seen).hasAtLeastOneElementOfType(LabEvent.Closed.class);
        assertThatThrown();
    }

    /// The exception arrives at the end of the pipeline, as without probes.
    private void assertThatThrown() {
        assertThatThrownBy(channel::checkException).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyTheKindsThatWereAskedForAreShown() {
        probes.recorder().change(0, Set.of("flush"));
        channel.writeOneInbound(text("abc"));
        channel.writeOutbound("hi");
        assertThat(seen)
                .filteredOn(Passed.class::isInstance)
                .allMatch(it -> ((Passed) it).kind().equals("flush"))
                .hasSize(3);
    }

    @Test
    void whenTheHandlersChangeTheProbesFollow() {
        channel.pipeline().remove("in");
        channel.pipeline().addLast("more", new Doubling());
        channel.writeOneInbound(text("x"));
        channel.runPendingTasks();
        assertThat(channel.pipeline().names())
                .startsWith("lab-probe-0", "out", "lab-probe-1", "more", "lab-probe-2");
        assertThat(seen.stream().filter(LabEvent.Pipeline.class::isInstance)).hasSize(2);
    }

    @Test
    void nothingIsLeftOfThemOnceTheyAreTakenOut() {
        probes.detach();
        seen.clear();
        assertThat(channel.pipeline().names()).startsWith("in", "out");
        assertThat(Probes.of(channel)).isNull();
        channel.writeOneInbound(text("x"));
        assertThat(seen).isEmpty();
    }

    // Holding

    @Test
    void whatIsHeldGoesOnStepByStepInOrderAndThenAtOnce() {
        assertThat(probes.startHold(Optional.of("out"), 20)).isTrue();
        channel.writeOneInbound(text("a"));
        channel.writeOneInbound(text("b"));
        channel.flushInbound();
        assertThat(received()).isEmpty();
        probes.step(1);
        assertThat(received()).containsExactly("a");
        probes.endHold("asked");
        assertThat(received()).containsExactly("a", "b", "b");
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeOneInbound(text("c"));
        assertThat(received()).containsExactly("c", "c");
    }

    @Test
    void aHoldEndsInTime() {
        probes.startHold(Optional.empty(), 20);
        channel.writeOneInbound(text("a"));
        channel.advanceTimeBy(20, TimeUnit.SECONDS);
        channel.runPendingTasks();
        assertThat(received()).containsExactly("a", "a");
        assertThat(probes.hold()).isEmpty();
        assertThat(holds().getLast().why()).contains("time");
    }

    @Test
    void readingPausesWhileMuchIsHeld() {
        probes.startHold(Optional.of("in"), 20);
        for (int i = 1; i < Hold.MOST_EVENTS / 2; i++) {
            channel.writeOneInbound(text("a"));
        }
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeOneInbound(text("a"));
        assertThat(channel.config().isAutoRead()).isFalse();
        probes.step(1);
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeOneInbound(text("a"));
        probes.endHold("asked");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aHoldEndsWhenTooMuchWaits() {
        probes.startHold(Optional.empty(), 20);
        for (int i = 0; i <= Hold.MOST_EVENTS; i++) {
            channel.writeOneInbound(text("a"));
        }
        assertThat(received()).hasSize(2 * (Hold.MOST_EVENTS + 1));
        assertThat(holds().getLast().why()).contains("full");
    }

    @Test
    void nothingThatIsHeldIsLostWhenTheProbesGoOrTheConnectionEnds() {
        probes.startHold(Optional.of("in"), 20);
        channel.writeOneInbound(text("a"));
        probes.detach();
        assertThat(received()).containsExactly("a", "a");
        probes = attach(Set.of());
        probes.startHold(Optional.of("in"), 20);
        channel.writeOneInbound(text("b"));
        channel.close();
        assertThat(received()).containsExactly("b", "b");
    }

    @Test
    void thereIsNoHoldAtAHandlerThatIsNotThere() {
        assertThat(probes.startHold(Optional.of("nobody"), 20)).isFalse();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    private List<Passed> passed(String kind) {
        return seen.stream()
                .filter(Passed.class::isInstance)
                .map(Passed.class::cast)
                .filter(it -> it.kind().equals(kind))
                .toList();
    }

    private List<LabEvent.Hold> holds() {
        return seen.stream()
                .filter(LabEvent.Hold.class::isInstance)
                .map(LabEvent.Hold.class::cast)
                .toList();
    }

    private List<String> received() {
        List<String> texts = new ArrayList<>();
        for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
            texts.add(in.toString(US_ASCII));
            in.release();
        }
        return texts;
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }
}
