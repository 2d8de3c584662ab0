package dev.messenger.server.net;

import dev.messenger.protocol.Rejected;
import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A body that is read while it arrives, with at most [#CAPACITY] bytes, and what one read of the
/// socket brings, in between.
///
/// The event loop fills it and never waits; a virtual thread reads it and waits as long as it takes:
/// the loop sees to it that a body completes or fails.
///
/// ```
/// event loop --add--> [chunks] --read--> virtual thread
///      ^                 |
///      +--- roomAgain ---+ once it was full and is half empty
/// ```
final class BodyStream extends InputStream implements Intake {

    static final int CAPACITY = 256 * 1024;

    private final Runnable roomAgain;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private int position;
    private int queued;
    private boolean full;
    private boolean complete;
    private @Nullable Rejected failure;

    /// @param roomAgain called on the reader's thread
    BodyStream(Runnable roomAgain) {
        this.roomAgain = roomAgain;
    }

    @Override
    public void add(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return;
        }
        byte[] chunk = new byte[bytes.readableBytes()];
        bytes.readBytes(chunk);
        change(
                () -> {
                    chunks.add(chunk);
                    queued += chunk.length;
                    full |= queued >= CAPACITY;
                });
    }

    @Override
    public void complete() {
        change(() -> complete = true);
    }

    @Override
    public void fail(Rejected why) {
        change(() -> failure = why);
    }

    @Override
    public boolean isFull() {
        lock.lock();
        try {
            return full;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws Rejected if the client vanished, stalled, or sent too much
    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int taken;
        boolean drained;
        lock.lock();
        try {
            if (!awaitChunk()) {
                return -1;
            }
            taken = take(into, offset, length);
            drained = full && queued <= CAPACITY / 2;
            full &= !drained;
        } finally {
            lock.unlock();
        }
        if (drained) {
            roomAgain.run();
        }
        return taken;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitChunk() {
        while (true) {
            if (failure != null) {
                // Anew each time: a body is read once more when it is closed, and an exception must
                // not be suppressed by itself.
                throw Rejected.because(failure.reason(), failure.sentence());
            }
            if (!chunks.isEmpty()) {
                return true;
            }
            if (complete) {
                return false;
            }
            changed.awaitUninterruptibly();
        }
    }

    private int take(byte[] into, int offset, int length) {
        byte[] chunk = chunks.element();
        int taken = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, into, offset, taken);
        position += taken;
        queued -= taken;
        if (position == chunk.length) {
            chunks.remove();
            position = 0;
        }
        return taken;
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
