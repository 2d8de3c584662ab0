package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The sockets of one event loop, as far as writing to them goes: whatever the number of frames and
/// sockets, one task to hand them over and one flush for each socket touched.
///
/// [#send] is safe on any thread and keeps each thread's order; the rest is the event loop's own.
final class Lane {

    private final EventLoop loop;
    private final Set<OpenSocket> touched = new LinkedHashSet<>();

    Lane(EventLoop loop) {
        this.loop = loop;
    }

    /// Frames on their way to sockets of this lane, in order. Each entry owns one reference.
    static final class Batch {

        private final List<Entry> entries = new ArrayList<>();

        private record Entry(ByteBuf frame, OpenSocket socket, @Nullable Reach reach) {}

        void add(ByteBuf frame, OpenSocket socket, @Nullable Reach reach) {
            entries.add(new Entry(frame, socket, reach));
        }

        private void write() {
            for (Entry entry : entries) {
                // Each write needs indices of its own.
                entry.socket.write(entry.frame.duplicate(), entry.reach);
            }
        }

        private void abandon() {
            for (Entry entry : entries) {
                entry.frame.release();
                if (entry.reach != null) {
                    entry.reach.failed();
                }
            }
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
