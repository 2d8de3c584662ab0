package dev.messenger.server.delivery;

import dev.messenger.notify.Notifier;
import dev.messenger.notify.PushMessage;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Message.Attachment;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.User;
import dev.messenger.storage.Watermark;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes people by push for messages that none of their devices has received a while after the commit,
/// whether they had a socket or not: one push a chat, of its newest message.
///
/// A thread of its own looks every now and then at what is overdue; the database has the last word,
/// since another server may know better, and while it is away the look-up is put off. Look-ups and pushes
/// run on `workers`.
public final class Pushes implements Wakeups, Runnable, AutoCloseable {

    /// How long a device may take to say that it has received a message.
    public static final Duration GRACE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// Members looked at together, and how many such batches at once: the database has others to serve.
    private static final int BATCH = 200;

    private static final int BATCHES_AT_ONCE = 2;

    /// Members in chats that may be waited for; more are not woken.
    private static final int MOST_WAITING = 200_000;

    private final Storage storage;
    private final Notifier notifier;
    private final Executor workers;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final Semaphore room = new Semaphore(BATCHES_AT_ONCE);
    private final Map<Watermark.Key, Awaited> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param message the newest that the user must receive
    /// @param due when one of them is overdue: the first, or, once a device has received some of them,
    ///     those that it then had not
    /// @param received the number up to which a device has received them
    private record Awaited(Message message, long due, long received) {

        Awaited with(Awaited other) {
            return new Awaited(
                    message.seq() > other.message.seq() ? message : other.message,
                    due - other.due < 0 ? due : other.due,
                    Math.max(received, other.received));
        }
    }

    /// @param workers runs each task on a thread that may block
    /// @param grace how long a device may take to say that it has received a message
    public Pushes(Storage storage, Notifier notifier, Executor workers, Duration grace) {
        this(storage, notifier, workers, grace, System::nanoTime);
    }

    Pushes(
            Storage storage,
            Notifier notifier,
            Executor workers,
            Duration grace,
            LongSupplier nanoTime) {
        this.storage = storage;
        this.notifier = notifier;
        this.workers = workers;
        this.grace = grace;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("pushes").unstarted(this);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void expect(Publication publication) {
        if (publication.entry() instanceof LogEntry.Posted(Message message)) {
            expect(message);
        }
    }

    private void expect(Message message) {
        await(new Watermark.Key(message.chatId(), message.recipientId()), message, dueFromNow());
    }

    private long dueFromNow() {
        return nanoTime.getAsLong() + grace.toNanos();
    }

    private void await(Watermark.Key member, Message message, long due) {
        if (waiting.size() < MOST_WAITING) {
            waiting.merge(member, new Awaited(message, due, 0), Awaited::with);
        }
    }

    /// A device that receives, if not yet the newest, is awake: it has the whole grace again, or in a
    /// busy chat it would be woken for what is on its way.
    @Override
    public void received(long userId, long chatId, long seq) {
        waiting.computeIfPresent(
                new Watermark.Key(chatId, userId),
                (_, awaited) -> {
                    if (awaited.message().seq() <= seq) {
                        return null;
                    }
                    return seq <= awaited.received()
                            ? awaited
                            : new Awaited(awaited.message(), dueFromNow(), seq);
                });
    }

    /// How many members in chats may have to be woken soon.
    public int waiting() {
        return waiting.size();
    }

    @Override
    public void run() {
        while (!stopping) {
            LockSupport.parkNanos(this, PAUSE.toNanos());
            wakeOverdue();
        }
    }

    /// Looks once at what is overdue now. What cannot be looked at yet waits on.
    void wakeOverdue() {
        long now = nanoTime.getAsLong();
        while (room.tryAcquire()) {
            Map<Watermark.Key, Awaited> overdue = take(awaited -> now - awaited.due() >= 0);
            if (overdue.isEmpty()) {
                room.release();
                return;
            }
            workers.execute(
                    () -> {
                        try {
                            wake(overdue);
                        } finally {
                            room.release();
                        }
                    });
        }
    }

    private Map<Watermark.Key, Awaited> take(Predicate<Awaited> which) {
        List<Map.Entry<Watermark.Key, Awaited>> chosen =
                waiting.entrySet().stream()
                        .filter(entry -> which.test(entry.getValue()))
                        .limit(BATCH)
                        .toList();
        Map<Watermark.Key, Awaited> taken = new HashMap<>();
        for (Map.Entry<Watermark.Key, Awaited> entry : chosen) {
            Awaited awaited = entry.getValue();
            // Not if somebody received it, or more was expected, in between.
            if (waiting.remove(entry.getKey(), awaited)) {
                taken.put(entry.getKey(), awaited);
            }
        }
        return taken;
    }

    private void wake(Map<Watermark.Key, Awaited> overdue) {
        Map<Watermark.Key, Awaited> left = new HashMap<>(overdue);
        try {
            for (Watermark mark : storage.watermarks().of(overdue.keySet())) {
                left.computeIfPresent(
                        mark.key(),
                        (_, awaited) ->
                                awaited.message().seq() <= mark.deliveredSeq() ? null : awaited);
            }
            for (Iterator<Map.Entry<Watermark.Key, Awaited>> each = left.entrySet().iterator();
                    each.hasNext(); ) {
                Map.Entry<Watermark.Key, Awaited> next = each.next();
                push(next.getKey().userId(), next.getValue().message());
                each.remove();
            }
        } catch (StorageUnavailable e) {
            LOG.warn("event=push_delayed users={} reason=database", left.size());
            long due = nanoTime.getAsLong() + RETRY.toNanos();
            left.forEach((member, awaited) -> await(member, awaited.message(), due));
        }
    }

    private void push(long userId, Message message) {
        List<String> tokens = storage.sessions().pushTokens(userId);
        if (tokens.isEmpty()) {
            return;
        }
        String sender = storage.users().byId(message.senderId()).map(User::userName).orElse("");
        int unread = (int) Math.min(Integer.MAX_VALUE, storage.watermarks().unread(userId));
        for (String token : tokens) {
            notifier.send(
                    new PushMessage(
                            token,
                            sender,
                            message.content(),
                            Map.of(
                                    "content", message.content(),
                                    "file", message.file().map(Attachment::name).orElse(""),
                                    "chat_id", Long.toString(message.chatId()),
                                    "message_id", Long.toString(message.id())),
                            unread));
        }
    }

    /// Wakes whom it still waits for: nobody is going to receive anything here any more.
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<Watermark.Key, Awaited> rest = take(_ -> true);
        while (!rest.isEmpty() && System.nanoTime() - deadline < 0) {
            wake(rest);
            rest = take(_ -> true);
        }
    }
}
