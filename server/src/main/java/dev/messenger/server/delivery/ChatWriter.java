package dev.messenger.server.delivery;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.Refusals;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits the changes of its chats in groups, and publishes them in the order of their numbers.
///
/// Runs on a platform thread of its own. While one commit is under way, changes queue up; then all of
/// them go in the next. There is no timer: on an idle server a change is committed at once.
///
/// ```
/// submit --> [queue] --> batch --> append and commit --> publish --> answer
///                          ^              |
///                          +--- [held] <--+ chat is locked elsewhere
/// ```
///
/// A chat whose lock is held elsewhere delays only itself: its changes wait, in their order, while the
/// others' go on. Nobody is answered before the commit is flushed and, where the commit's own answer
/// was lost, not before it is known what became of it.
final class ChatWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ChatWriter.class);

    private static final int LARGEST_BATCH = 512;

    /// More changes than this are refused at once: they would wait too long.
    private static final int LONGEST_QUEUE = 20_000;

    /// A change that waited longer is refused rather than written: its client has given up.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// How long to wait before asking again for a lock that is held elsewhere, or for a database that
    /// does not say what became of a commit.
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final ChatLog log;
    private final Sockets sockets;
    private final Consumer<String> orphans;
    private final Thread thread;

    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean stopping;

    /// Changes of chats that are locked elsewhere, oldest first. The writer's thread alone touches it.
    private List<Entry> held = new ArrayList<>();

    private record Entry(Append append, Writes.Answer answer, long deadline) {
        boolean isLate() {
            return System.nanoTime() - deadline > 0;
        }
    }

    ChatWriter(String name, ChatLog log, Sockets sockets, Consumer<String> orphans) {
        this.log = log;
        this.sockets = sockets;
        this.orphans = orphans;
        this.thread = Thread.ofPlatform().name(name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    void submit(Append append, Writes.Answer answer) {
        if (stopping || queued.get() >= LONGEST_QUEUE) {
            answer.failed(overloaded());
            return;
        }
        Entry entry = new Entry(append, answer, System.nanoTime() + PATIENCE.toNanos());
        queued.incrementAndGet();
        queue.add(entry);
        LockSupport.unpark(thread);
        // The thread may have looked for the last time just before the entry came.
        if (stopping && queue.remove(entry)) {
            answer.failed(overloaded());
        }
    }

    /// Takes no more; what is queued is still written.
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /// Waits for the end after [#stop].
    void join(Duration patience) throws InterruptedException {
        if (!thread.join(patience)) {
            LOG.warn("event=writer_abandoned queued={}", queued.get());
        }
    }

    @Override
    public void run() {
        while (true) {
            List<Entry> batch = nextBatch();
            if (batch.isEmpty() && stopping) {
                break;
            }
            write(batch);
        }
        log.close();
    }

    /// What is held and what is queued, in that order; sleeps while there is neither.
    private List<Entry> nextBatch() {
        if (!held.isEmpty() && queue.isEmpty()) {
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
        while (held.isEmpty() && queue.isEmpty() && !stopping) {
            LockSupport.park(this);
        }
        List<Entry> batch = held;
        held = new ArrayList<>();
        Entry entry;
        while (batch.size() < LARGEST_BATCH && (entry = queue.poll()) != null) {
            queued.decrementAndGet();
            batch.add(entry);
        }
        return batch;
    }

    private void write(List<Entry> batch) {
        List<Entry> timely = refuseLate(batch);
        if (timely.isEmpty()) {
            return;
        }
        try {
            finish(timely, settled(timely, log.append(appends(timely))));
        } catch (StorageUnavailable e) {
            LOG.warn("event=commit_failed changes={} reason={}", timely.size(), e.getMessage());
            timely.forEach(entry -> entry.answer().failed(e));
        } catch (RuntimeException | Error e) {
            LOG.error("event=commit_failed changes={}", timely.size(), e);
            timely.forEach(entry -> entry.answer().failed(e));
        }
    }

    /// The results with what became of those whose commit's answer was lost: what was not stored is
    /// held, and what nobody could tell in time stays unknown.
    private List<Appended> settled(List<Entry> batch, List<Appended> results) {
        if (results.stream().noneMatch(Appended.Unknown.class::isInstance)) {
            return results;
        }
        LOG.warn("event=commit_unknown changes={}", batch.size());
        try {
            while (batch.stream().noneMatch(Entry::isLate)) {
                try {
                    return replaced(results, log.settle());
                } catch (StorageUnavailable e) {
                    LockSupport.parkNanos(this, PAUSE.toNanos());
                }
            }
            return results;
        } finally {
            // Else the log would take nothing more.
            log.forget();
        }
    }

    private static List<Appended> replaced(
            List<Appended> results, Optional<List<Appended>> settled) {
        Iterator<Appended> known = settled.orElse(List.of()).iterator();
        List<Appended> replaced = new ArrayList<>(results);
        replaced.replaceAll(
                result -> {
                    if (!(result instanceof Appended.Unknown)) {
                        return result;
                    }
                    return settled.isPresent() ? known.next() : new Appended.Busy();
                });
        return replaced;
    }

    private void finish(List<Entry> batch, List<Appended> results) {
        List<Publication> publications = new ArrayList<>(results.size());
        for (Appended result : results) {
            publications.addAll(Publications.of(result));
        }
        sockets.publish(publications);
        for (int i = 0; i < results.size(); i++) {
            answer(batch.get(i), results.get(i));
        }
    }

    private void answer(Entry entry, Appended result) {
        switch (result) {
            case Appended.Busy busy -> held.add(entry);
            case Appended.Refused(var refusal) ->
                    entry.answer().failed(Refusals.explain(entry.append(), refusal));
            case Appended.Failed(Throwable cause) -> {
                LOG.error("event=change_failed chat={}", entry.append().chatId(), cause);
                entry.answer().failed(cause);
            }
            case Appended.Archived archived -> {
                archived.orphan().ifPresent(orphans);
                entry.answer().written(result);
            }
            case Appended.Erased erased -> {
                erased.orphans().forEach(orphans);
                entry.answer().written(result);
            }
            case Appended.Unknown unknown -> entry.answer().failed(outcomeUnknown());
            case Appended.Posted posted -> entry.answer().written(result);
            case Appended.Edited edited -> entry.answer().written(result);
            case Appended.ChatArchived archived -> entry.answer().written(result);
        }
    }

    private static List<Entry> refuseLate(List<Entry> batch) {
        List<Entry> timely = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            if (entry.isLate()) {
                entry.answer().failed(overloaded());
            } else {
                timely.add(entry);
            }
        }
        return timely;
    }

    private static List<Append> appends(List<Entry> batch) {
        return batch.stream().map(Entry::append).toList();
    }

    private static Rejected overloaded() {
        return Rejected.retryLater(
                Reason.OVERLOADED,
                "The server could not get to this in time; nothing was stored. Try again.",
                Duration.ofSeconds(1));
    }

    private static Rejected outcomeUnknown() {
        return Rejected.retryLater(
                Reason.OUTCOME_UNKNOWN,
                "The database does not say whether this was stored. Look before you try again.",
                Duration.ofSeconds(2));
    }
}
