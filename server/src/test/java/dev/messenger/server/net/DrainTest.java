package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.usecase.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How sockets leave when the server stops, in time that the tests make pass.
@ExtendWith(FailsOnLeaks.class)
final class DrainTest {

    /// Shorter than a `hello`, which nobody says here, may take.
    private static final Duration WINDOW = Duration.ofSeconds(4);

    private static final Pattern DELAY = Pattern.compile("\"reconnect_in_ms\":(\\d+)");

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean busy;

    @AfterEach
    void leaveNothingBehind() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void theTimesToLeaveAreSpreadOverTheWindow() {
        List<EmbeddedChannel> many = IntStream.range(0, 200).mapToObj(_ -> open(true)).toList();
        sockets.drain(WINDOW);
        List<Long> delays = many.stream().map(DrainTest::goAway).toList();
        assertThat(delays).allMatch(delay -> delay >= 0 && delay <= WINDOW.toMillis());
        for (long fifth = 0; fifth < 5; fifth++) {
            long from = fifth * 800;
            assertThat(delays)
                    .filteredOn(it -> from <= it && it < from + 800)
                    .hasSizeGreaterThan(5);
        }
    }

    @Test
    void untilItsTimeASocketWorksAndThenItIsClosed() {
        EmbeddedChannel ann = open(true);
        CompletableFuture<Void> gone = sockets.drain(WINDOW);
        long delay = goAway(ann);

        pass(ann, delay - 1);
        ann.writeInbound(Wire.ping("still there?"));
        assertThat(sent(ann)).containsExactly("pong still there?");

        pass(ann, 2);
        assertThat(sent(ann)).containsExactly("close 1012");
        assertThat(gone).isNotDone();
        ann.writeInbound(Wire.close(1012));
        assertThat(gone).isDone();
    }

    @Test
    void aLegacySocketIsToldNothingButTheClose() {
        EmbeddedChannel ann = open(false);
        sockets.drain(WINDOW);
        assertThat(sent(ann)).isEmpty();
        pass(ann, WINDOW.toMillis() + 1);
        assertThat(sent(ann)).containsExactly("close 1012");
    }

    @Test
    void withoutAWindowAllLeaveAtOnce() {
        EmbeddedChannel ann = open(true);
        EmbeddedChannel ben = open(false);
        sockets.drain(Duration.ZERO);
        assertThat(goAway(ann)).isZero();
        assertThat(sent(ann)).containsExactly("close 1012");
        pass(ben, 1);
        assertThat(sent(ben)).containsExactly("close 1012");
    }

    @Test
    void aSocketThatOpensMeanwhileLeavesWithinTheSameWindow() {
        sockets.drain(WINDOW);
        EmbeddedChannel late = open(true);
        long delay = goAway(late);
        assertThat(delay).isBetween(0L, WINDOW.toMillis());
        pass(late, delay + 1);
        assertThat(sent(late)).containsExactly("close 1012");
    }

    @Test
    void whatASocketHasSentIsAnsweredBeforeItCloses() {
        EmbeddedChannel ann = open(false);
        busy = true;
        sockets.drain(Duration.ZERO);
        ann.writeInbound(Wire.text(TestSocket.message("last words")));
        pass(ann, 1);
        assertThat(sent(ann)).isEmpty();

        busy = false;
        held.forEach(Runnable::run);
        assertThat(sent(ann))
                .hasSize(2)
                .startsWith("text {\"type\":\"get_chats\",\"chats\":[]}")
                .endsWith("close 1012");
    }

    @Test
    void aSocketWhoseMessagesAreNotAnsweredInTimeIsClosedAllTheSame() {
        EmbeddedChannel ann = open(false);
        busy = true;
        ann.writeInbound(Wire.text(TestSocket.message("last words")));
        sockets.drain(Duration.ZERO);
        assertThat(sent(ann)).isEmpty();
        pass(ann, 1_990);
        assertThat(sent(ann)).isEmpty();
        pass(ann, 20);
        assertThat(sent(ann)).containsExactly("close 1012");
    }

    private EmbeddedChannel open(boolean resumable) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channels.add(channel);
        var backstage = TestSocket.backstage(sockets, new ConcurrentLinkedQueue<>(), this::execute);
        SignIn ann = new SignIn(new Caller(1, Optional.of(UUID.randomUUID())), System.nanoTime());
        OpenSocket socket =
                resumable
                        ? OpenSocket.resumable(channel, sockets, Optional.of(ann), backstage)
                        : OpenSocket.legacy(channel, sockets, ann, backstage);
        WebSocketUpgrade.frames(sockets, socket).forEach(channel.pipeline()::addLast);
        return channel;
    }

    private void execute(Runnable task) {
        if (busy) {
            held.add(task);
        } else {
            task.run();
        }
    }

    private static void pass(EmbeddedChannel channel, long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    /// What the next frame, and no other, says of the time to leave.
    private static long goAway(EmbeddedChannel channel) {
        channel.runPendingTasks();
        ByteBuf frame = channel.readOutbound();
        try {
            String text = frame.toString(2, frame.readableBytes() - 2, StandardCharsets.UTF_8);
            assertThat(text).startsWith("{\"type\":\"goaway\",\"reason\":\"restart\",");
            Matcher delay = DELAY.matcher(text);
            assertThat(delay.find()).isTrue();
            return Long.parseLong(delay.group(1));
        } finally {
            frame.release();
        }
    }

    private static List<String> sent(EmbeddedChannel channel) {
        // What a timer starts is done in tasks of its own.
        channel.runPendingTasks();
        channel.runPendingTasks();
        return Wire.sent(channel);
    }
}
