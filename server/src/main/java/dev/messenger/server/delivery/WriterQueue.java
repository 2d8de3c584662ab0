package dev.messenger.server.delivery;

import dev.messenger.storage.Append;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Changes that wait for one writer, bounded by their number and their size. Any thread adds, the
/// writer takes.
final class WriterQueue {

    /// More changes than this are refused at once: they would wait too long.
    private static final int LONGEST = 20_000;

    /// In characters of content.
    private static final long LARGEST = 32L << 20;

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();

    /// A change that waits.
    ///
    /// @param deadline by the writer's clock
    record Entry(Append append, Writes.Answer answer, long deadline) {}

    /// @return whether there was room
    boolean offer(Entry entry) {
        if (length.get() >= LONGEST || size.get() >= LARGEST) {
            return false;
        }
        length.incrementAndGet();
        size.addAndGet(sizeOf(entry));
        return entries.add(entry);
    }

    /// Takes back an entry.
    ///
    /// @return whether it was still there
    boolean remove(Entry entry) {
        boolean removed = entries.remove(entry);
        if (removed) {
            taken(entry);
        }
        return removed;
    }

    /// Moves entries, oldest first, until the batch is so large or the queue empty.
    void moveTo(List<Entry> batch, int largest) {
        Entry entry;
        while (batch.size() < largest && (entry = entries.poll()) != null) {
            taken(entry);
            batch.add(entry);
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return length.get();
    }

    private void taken(Entry entry) {
        length.decrementAndGet();
        size.addAndGet(-sizeOf(entry));
    }

    private static int sizeOf(Entry entry) {
        return switch (entry.append()) {
            case Append.Post post -> post.content().length();
            case Append.Edit edit -> edit.content().length();
            case Append.Archive _, Append.ArchiveChat _, Append.Erase _ -> 0;
        };
    }
}
