package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What came in and waits at a probe, until it may go on. On the event loop.
///
/// ```
/// holding --step--> holding
///    +---- asked, time, full, gone ----> all goes on, in order
/// ```
final class Hold {

    static final int MOST_EVENTS = 256;
    static final long MOST_BYTES = 1 << 20;

    private static final String READ_COMPLETE = "read_complete";

    private final Channel channel;
    private final Recorder recorder;
    private final int position;
    private final String handler;

    private final Queue<Held> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean paused;
    private boolean goingOn;
    private boolean over;
    private @Nullable ScheduledFuture<?> end;
    private Consumer<String> ending = _ -> {};

    private record Held(LabEvent.Waiting what, Runnable goOn) {}

    /// @param position of the probe
    Hold(Channel channel, Recorder recorder, int position, String handler) {
        this.channel = channel;
        this.recorder = recorder;
        this.position = position;
        this.handler = handler;
    }

    /// @param ending called when it is time, with why
    void start(long seconds, Consumer<String> ending) {
        this.ending = ending;
        end = channel.eventLoop().schedule(() -> ending.accept("time"), seconds, TimeUnit.SECONDS);
        tell("holding", Optional.empty());
    }

    int position() {
        return position;
    }

    String handler() {
        return handler;
    }

    int size() {
        return waiting.size();
    }

    void add(String kind, Object message, Runnable goOn) {
        if (over) {
            // It ends just now, and this is what the others' going on led to.
            waiting.add(new Held(new LabEvent.Waiting(kind, "", 0), goOn));
            return;
        }
        long size = Recorder.bytesOf(message);
        waiting.add(new Held(new LabEvent.Waiting(kind, Recorder.nameOf(message), size), goOn));
        bytes += size;
        readWhileThereIsRoom();
        tell("holding", Optional.empty());
        if (waiting.size() > MOST_EVENTS || bytes > MOST_BYTES) {
            ending.accept("full");
        }
    }

    /// Each time: the socket's own rules may have switched it on meanwhile.
    private void readWhileThereIsRoom() {
        boolean full = waiting.size() >= MOST_EVENTS / 2 || bytes >= MOST_BYTES / 2;
        if (full || paused) {
            paused = full;
            channel.config().setAutoRead(!full);
        }
    }

    /// Lets so many go on, each with the end of its read if that came right after it.
    void step(long count) {
        if (goingOn) {
            return;
        }
        goingOn = true;
        for (long i = 0; i < count && !waiting.isEmpty(); i++) {
            goOn();
            Held next = waiting.peek();
            if (next != null && next.what().kind().equals(READ_COMPLETE)) {
                goOn();
            }
        }
        goingOn = false;
        readWhileThereIsRoom();
        tell("holding", Optional.empty());
    }

    private void goOn() {
        Held held = waiting.remove();
        bytes -= held.what().bytes();
        held.goOn().run();
    }

    void end(String why) {
        if (over) {
            return;
        }
        over = true;
        if (end != null) {
            end.cancel(false);
        }
        while (!waiting.isEmpty()) {
            goOn();
        }
        if (paused) {
            channel.config().setAutoRead(true);
        }
        tell("resumed", Optional.of(why));
    }

    private void tell(String state, Optional<String> why) {
        recorder.show(
                new LabEvent.Hold(
                        recorder.connection(),
                        recorder.clock().now(),
                        state,
                        handler,
                        List.copyOf(waiting.stream().map(Held::what).toList()),
                        why));
    }
}
