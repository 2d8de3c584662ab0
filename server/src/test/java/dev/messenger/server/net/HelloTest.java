package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How long a socket of Part 2 is waited for, in time that the tests make pass.
@ExtendWith(FailsOnLeaks.class)
final class HelloTest {

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        OpenSocket socket =
                OpenSocket.resumable(
                        channel,
                        sockets,
                        Optional.empty(),
                        TestSocket.backstage(sockets, new ConcurrentLinkedQueue<>(), workers::add));
        WebSocketUpgrade.frames(sockets, socket).forEach(channel.pipeline()::addLast);
    }

    @AfterEach
    void leaveNothingBehind() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoSaysNothingIsClosed() {
        pass(4_990);
        assertThat(Wire.sent(channel)).isEmpty();
        pass(20);
        assertThat(Wire.sent(channel)).containsExactly("close 4002");
    }

    @Test
    void aHelloThatCameInTimeMayWaitForItsTurn() {
        channel.writeInbound(Wire.text("{\"type\":\"hello\",\"token\":\"t\"}"));
        pass(20_000);
        assertThat(Wire.sent(channel)).isEmpty();
        assertThat(workers).hasSize(1);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        channel.runPendingTasks();
    }
}
