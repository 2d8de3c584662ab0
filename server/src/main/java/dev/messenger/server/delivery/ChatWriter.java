package dev.messenger.server.delivery;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.delivery.WriterQueue.Entry;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits the changes of its chats in groups, and publishes them in the order of their numbers.
///
/// Runs on a platform thread of its own. While one commit is under way, changes queue up; then all of
/// them go in the next. There is no timer: on an idle server a change is committed at once. What large
/// commits have stored, another thread publishes while the next is under way: see [Publishing].
///
/// ```
/// submit --> [queue] --> batch --> append and commit --> publish --> answer
///                          ^              |     \--- answer lost ---> settle --^
///                          +--- [held] <--+ chat is locked elsewhere
/// ```
///
/// More than can be written in time is refused at once: see [ExpectedWait].
///
/// A chat whose lock is held elsewhere delays only itself: its changes wait, in their order, while the
/// others' go on. Nobody is answered before the commit is flushed and, where the commit's own answer
/// was lost, not before it is known what became of it.
final class ChatWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ChatWriter.class);

    /// New changes in one commit.
    static final int LARGEST_BATCH = 1_024;

    /// A change that waited longer is refused rather than written: its client has given up.
    static final Duration PATIENCE = Duration.ofSeconds(8);

    /// How long to wait before asking again for a lock that is held elsewhere, or for a database that
    /// does not say what became of a commit.
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final ChatLog log;
    private final Fanout fanout;
    private final Aftermath aftermath;
    private final Publishing publishing;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final WriterQueue queue = new WriterQueue();
    private final ExpectedWait expectedWait = new ExpectedWait(LARGEST_BATCH);
    private final WriterMeter meter = new WriterMeter();
    private volatile boolean stopping;

    /// Changes of chats that are locked elsewhere, oldest first. The writer's thread alone touches it,
    /// as it does `unsettled`.
    private List<Entry> held = new ArrayList<>();

    private @Nullable Unsettled unsettled;

    /// A batch of which nobody is told yet, because the answer to a commit of it was lost.
    private record Unsettled(List<Entry> batch, List<Appended> results) {}

    /// @param orphans takes the paths of files whose message was archived; must not block
    /// @param publishing this writer's own
    ChatWriter(
            String name,
            ChatLog log,
            Fanout fanout,
            Consumer<String> orphans,
            Publishing publishing,
            LongSupplier nanoTime) {
        this.log = log;
        this.fanout = fanout;
        this.aftermath = new Aftermath(fanout, orphans);
        this.publishing = publishing;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name(name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    void submit(Append append, Writes.Answer answer) {
        queue(append, answer);
        wake();
    }

    /// Submits a change that the writer, if it waits, is not woken for until [#wake].
    void queue(Append append, Writes.Answer answer) {
        Entry entry = new Entry(append, answer, nanoTime.getAsLong() + PATIENCE.toNanos());
        if (stopping || expectedWait.isTooLong(queue.size()) || !queue.offer(entry)) {
            refuseLate(entry);
            return;
        }
        // The thread may have looked for the last time just before the entry came.
        if (stopping && queue.remove(entry)) {
            refuseLate(entry);
        }
    }

    /// Has what is queued written.
    void wake() {
        if (!queue.isEmpty()) {
            LockSupport.unpark(thread);
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
            LOG.warn("event=writer_abandoned queued={}", queue.size());
        }
    }

    WriterNumbers numbers() {
        return meter.numbers(queue.size());
    }

    @Override
    public void run() {
        while (true) {
            outlive();
            if (unsettled != null || (!held.isEmpty() && queue.isEmpty())) {
                LockSupport.parkNanos(this, PAUSE.toNanos());
            } else if (held.isEmpty() && queue.isEmpty()) {
                if (stopping) {
                    break;
                }
                LockSupport.park(this);
            }
        }
        publishing.finish();
        log.close();
    }

    /// A fault of ours costs those whose turn it was their answer, and nobody else anything.
    private void outlive() {
        try {
            turn();
        } catch (RuntimeException | Error e) {
            LOG.error("event=writer_failed", e);
        }
    }

    /// Does what there is to do now: one commit, or one look at what became of the last.
    void turn() {
        Unsettled open = unsettled;
        if (open != null) {
            settle(open);
            return;
        }
        List<Entry> batch = held;
        held = new ArrayList<>();
        // Beside those that are held, however many these are: they delay nobody else.
        queue.moveTo(batch, batch.size() + LARGEST_BATCH);
        List<Entry> timely = refuseLate(batch);
        if (!timely.isEmpty()) {
            long began = nanoTime.getAsLong();
            write(timely);
            expectedWait.took(nanoTime.getAsLong() - began);
        }
    }

    private List<Entry> refuseLate(List<Entry> batch) {
        List<Entry> timely = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            if (isLate(entry)) {
                refuseLate(entry);
            } else {
                timely.add(entry);
            }
        }
        return timely;
    }

    private void refuseLate(Entry entry) {
        meter.overloaded();
        entry.answer().failed(overloaded());
    }

    private void write(List<Entry> batch) {
        List<Appended> results;
        long began = nanoTime.getAsLong();
        try {
            results = log.append(batch.stream().map(Entry::append).toList());
        } catch (StorageUnavailable e) {
            meter.failed();
            LOG.warn("event=commit_failed changes={} reason={}", batch.size(), e.getMessage());
            batch.forEach(entry -> entry.answer().failed(e));
            return;
        } catch (RuntimeException | Error e) {
            meter.failed();
            LOG.error("event=commit_failed changes={}", batch.size(), e);
            batch.forEach(entry -> entry.answer().failed(e));
            return;
        }
        meter.committed(results, nanoTime.getAsLong() - began);
        if (results.stream().anyMatch(Appended.Unknown.class::isInstance)) {
            meter.unknown();
            LOG.warn("event=commit_unknown changes={}", batch.size());
            unsettled = new Unsettled(batch, results);
        } else {
            publish(batch, results);
        }
    }

    private void publish(List<Entry> batch, List<Appended> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Appended.Busy) {
                held.add(batch.get(i));
            }
        }
        publishing.publish(batch.size(), () -> aftermath.of(batch, results));
    }

    /// Tries to find out what became of a commit. Nothing else is written before: the database that
    /// does not say it would not take anything either.
    private void settle(Unsettled open) {
        boolean late = open.batch().stream().anyMatch(this::isLate);
        List<Appended> results;
        try {
            results = late ? giveUp(open) : settled(open);
        } catch (StorageUnavailable e) {
            return;
        }
        unsettled = null;
        publish(open.batch(), results);
    }

    private List<Appended> settled(Unsettled open) {
        List<Appended> results = replaced(open.results(), log.settle());
        meter.settled();
        return results;
    }

    /// Nobody waits longer for the database to say what became of the commit. A resend will.
    private List<Appended> giveUp(Unsettled open) {
        meter.neverKnown();
        LOG.warn("event=commit_never_known changes={}", open.batch().size());
        log.forget();
        open.batch().forEach(entry -> fanout.suspect(entry.append().chatId()));
        return open.results();
    }

    /// What was not stored after all is tried again.
    private static List<Appended> replaced(
            List<Appended> results, Optional<List<Appended>> settled) {
        Iterator<Appended> known = settled.orElse(List.of()).iterator();
        return results.stream()
                .map(
                        result ->
                                result instanceof Appended.Unknown
                                        ? known.hasNext() ? known.next() : new Appended.Busy()
                                        : result)
                .toList();
    }

    private boolean isLate(Entry entry) {
        return nanoTime.getAsLong() - entry.deadline() > 0;
    }

    private static Rejected overloaded() {
        return Rejected.retryLater(
                Reason.OVERLOADED,
                "The server could not get to this in time; nothing was stored. Try again.",
                Duration.ofSeconds(1));
    }
}
