package dev.messenger.server.delivery;

import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.Watermark;
import dev.messenger.storage.Watermarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down how far members have received and read, and tells the chats' members.
///
/// Runs on a thread of its own. Marks come much more often than anybody needs to hear of them, so they
/// are gathered for a moment, of each member's in a chat the highest; a mark that is lost with the
/// server is sent again by the client that resumes.
public final class Receipts implements Marks, Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    private static final Duration GATHERING = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Members in chats whose marks may wait; more are left out while the database is away.
    private static final int MOST_WAITING = 200_000;

    private final Watermarks watermarks;
    private final Sockets sockets;
    private final Wakeups wakeups;
    private final Thread thread;
    private Map<Member, Watermark> waiting = new HashMap<>();
    private volatile boolean stopping;

    private record Member(long chatId, long userId) {}

    public Receipts(Watermarks watermarks, Sockets sockets, Wakeups wakeups) {
        this.watermarks = watermarks;
        this.sockets = sockets;
        this.wakeups = wakeups;
        this.thread = Thread.ofPlatform().name("receipts").unstarted(this);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void mark(List<Watermark> marks) {
        boolean first;
        synchronized (this) {
            first = waiting.isEmpty();
            marks.forEach(this::add);
        }
        for (Watermark mark : marks) {
            wakeups.received(mark.userId(), mark.chatId(), mark.deliveredSeq());
        }
        if (first) {
            LockSupport.unpark(thread);
        }
    }

    private void add(Watermark mark) {
        Member member = new Member(mark.chatId(), mark.userId());
        if (waiting.size() < MOST_WAITING || waiting.containsKey(member)) {
            waiting.merge(member, mark, Receipts::higher);
        }
    }

    private static Watermark higher(Watermark a, Watermark b) {
        return new Watermark(
                a.chatId(),
                a.userId(),
                Math.max(a.deliveredSeq(), b.deliveredSeq()),
                Math.max(a.readSeq(), b.readSeq()));
    }

    @Override
    public void run() {
        while (!stopping) {
            if (isIdle()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, GATHERING.toNanos());
                write();
            }
        }
        write();
    }

    private synchronized boolean isIdle() {
        return waiting.isEmpty();
    }

    /// Writes all that waits.
    void write() {
        List<Watermark> marks;
        synchronized (this) {
            marks = new ArrayList<>(waiting.values());
            waiting = new HashMap<>();
        }
        if (marks.isEmpty()) {
            return;
        }
        try {
            watermarks.move(marks).forEach(this::tell);
        } catch (StorageUnavailable e) {
            LOG.warn("event=receipts_delayed marks={} reason={}", marks.size(), e.getMessage());
            synchronized (this) {
                marks.forEach(this::add);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("event=receipts_lost marks={}", marks.size(), e);
        }
    }

    private void tell(Watermarks.Moved moved) {
        long reader = moved.now().userId();
        sockets.deliver(
                Outcome.Deliver.marked(
                        List.of(reader, moved.other()),
                        moved.newlyRead().stream()
                                .map(
                                        id ->
                                                new ServerFrame.ReadedMessage(
                                                        id, true, reader, moved.other()))
                                .toList(),
                        moved.now()));
    }

    /// Writes what waits, and stops.
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
