package dev.messenger.server.net;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.server.delivery.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The sockets of one event loop, as far as writing to them goes: whatever the number of frames and
/// sockets, one task to hand them over and one flush for each socket touched.
///
/// [#send], [#run] and [#after] are safe on any thread and keep each thread's order; the rest is the
/// event loop's own.
final class Lane {

    private final EventLoop loop;
    private final Set<OpenSocket> touched = new LinkedHashSet<>();

    Lane(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /// Frames on their way to sockets of this lane, in order. An encoded one owns one reference.
    static final class Batch {

        private final List<Entry> entries = new ArrayList<>();

        private sealed interface Entry {

            void write();

            void abandon();
        }

        private record Encoded(ByteBuf frame, OpenSocket socket, @Nullable Reached reached)
                implements Entry {
            @Override
            public void write() {
                // Each write needs indices of its own.
                socket.write(frame.duplicate(), reached);
            }

            @Override
            public void abandon() {
                frame.release();
            }
        }

        private record Numbered(ByteBuf frame, OpenSocket socket, Publication publication)
                implements Entry {
            @Override
            public void write() {
                socket.writeNumbered(frame.duplicate(), publication.chatId(), publication.seq());
            }

            @Override
            public void abandon() {
                frame.release();
            }
        }

        private record Ack(OpenSocket socket, Event.Ack ack) implements Entry {
            @Override
            public void write() {
                socket.writeAck(ack);
            }

            @Override
            public void abandon() {}
        }

        private record Offer(OpenSocket socket, Frame frame) implements Entry {
            @Override
            public void write() {
                socket.offer(frame);
            }

            @Override
            public void abandon() {}
        }

        void add(ByteBuf frame, OpenSocket socket, @Nullable Reached reached) {
            entries.add(new Encoded(frame, socket, reached));
        }

        /// One number of a chat's log, for a socket of Part 2.
        void addNumbered(ByteBuf frame, OpenSocket socket, Publication publication) {
            entries.add(new Numbered(frame, socket, publication));
        }

        /// The answer to what the socket itself has written.
        void addAck(OpenSocket socket, Event.Ack ack) {
            entries.add(new Ack(socket, ack));
        }

        /// What has no number and may be left out, for a socket of Part 2.
        void addOffer(OpenSocket socket, Frame frame) {
            entries.add(new Offer(socket, frame));
        }

        private void write() {
            entries.forEach(Entry::write);
        }

        private void abandon() {
            entries.forEach(Entry::abandon);
        }
    }

    void send(Batch batch) {
        try {
            loop.execute(batch::write);
        } catch (RejectedExecutionException loopHasEnded) {
            batch.abandon();
        }
    }

    /// Runs something after all that this thread sent; nothing if the loop, and so every socket of
    /// it, has ended.
    void run(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException loopHasEnded) {
            return;
        }
    }

    /// Runs something after a while, if the loop has not ended then.
    void after(Duration delay, Runnable task) {
        try {
            loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException loopHasEnded) {
            return;
        }
    }

    /// Has a socket flushed, once, after the tasks that wait already: more frames may be among them.
    void touch(OpenSocket socket) {
        if (touched.isEmpty()) {
            loop.execute(this::flush);
        }
        touched.add(socket);
    }

    private void flush() {
        List<OpenSocket> all = List.copyOf(touched);
        touched.clear();
        all.forEach(OpenSocket::flush);
    }
}
