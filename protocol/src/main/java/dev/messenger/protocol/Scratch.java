package dev.messenger.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Where [Json] writes before it is known how long it gets, so that all there is to allocate is what
/// is made of it. Lent to one thread at a time; not a thread's own, because virtual threads do not live
/// for two answers.
final class Scratch extends ByteArrayOutputStream {

    /// Whatever grew longer is not kept.
    static final int LONGEST = 64 * 1024;

    private static final int FIRST = 2 * 1024;

    /// As many as threads ever wrote at once.
    private static final Queue<Scratch> FREE = new ConcurrentLinkedQueue<>();

    private Scratch() {
        super(FIRST);
    }

    static Scratch borrow() {
        Scratch free = FREE.poll();
        return free == null ? new Scratch() : free;
    }

    <T> T read(Json.Reader<T> reader) {
        return reader.read(buf, count);
    }

    /// What was written is forgotten.
    void giveBack() {
        reset();
        if (buf.length <= LONGEST) {
            FREE.add(this);
        }
    }
}
