package dev.messenger.server.net;

import dev.messenger.protocol.Frame;
import dev.messenger.server.delivery.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private List<OpenSocket> touched = new ArrayList<>();

    Lane(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /// Frames on their way to sockets of this lane, of each in order.
    ///
    /// A socket is written all that it gets, then the next: what belongs to it comes from memory once.
    static final class Batch {

        private final Map<Receivers, List<Entry>> entries = new LinkedHashMap<>();

        private sealed interface Entry {

            void writeTo(OpenSocket socket);

            void release();
        }

        /// Owns one reference, as the next does.
        private record Encoded(ByteBuf frame, @Nullable Reached reached) implements Entry {
            @Override
            public void writeTo(OpenSocket socket) {
                socket.write(frame.retainedDuplicate(), reached);
            }

            @Override
            public void release() {
                frame.release();
            }
        }

        private record Numbered(ByteBuf frame, Publication publication) implements Entry {
            @Override
            public void writeTo(OpenSocket socket) {
                if (publication.isAnswerTo(socket)) {
                    socket.writeAck(publication.answer().orElseThrow().ack());
                } else {
                    socket.writeNumbered(frame, publication.chatId(), publication.seq());
                }
            }

            @Override
            public void release() {
                frame.release();
            }
        }

        private record Offer(Frame frame) implements Entry {
            @Override
            public void writeTo(OpenSocket socket) {
                socket.offer(frame);
            }

            @Override
            public void release() {}
        }

        void add(ByteBuf frame, Receivers receivers, @Nullable Reached reached) {
            add(new Encoded(frame, reached), receivers);
        }

        /// One number of a chat's log, for sockets of Part 2: the one that asked for it gets its answer.
        void addNumbered(ByteBuf frame, Receivers receivers, Publication publication) {
            add(new Numbered(frame, publication), receivers);
        }

        /// What has no number and may be left out, for sockets of Part 2.
        void offer(Frame frame, Receivers receivers) {
            add(new Offer(frame), receivers);
        }

        private void add(Entry entry, Receivers receivers) {
            entries.computeIfAbsent(receivers, _ -> new ArrayList<>()).add(entry);
        }

        private void write() {
            try {
                entries.forEach(
                        (receivers, frames) -> {
                            for (OpenSocket socket : receivers.sockets()) {
                                frames.forEach(frame -> frame.writeTo(socket));
                            }
                        });
            } finally {
                release();
            }
        }

        private void release() {
            entries.values().forEach(frames -> frames.forEach(Entry::release));
        }
    }

    void send(Batch batch) {
        try {
            loop.execute(batch::write);
        } catch (RejectedExecutionException loopHasEnded) {
            batch.release();
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
        List<OpenSocket> all = touched;
        touched = new ArrayList<>();
        all.forEach(OpenSocket::flush);
    }
}
