package dev.messenger.server.delivery;

import dev.messenger.notify.Notifier;
import dev.messenger.notify.PushMessage;
import dev.messenger.storage.Message;
import dev.messenger.storage.Message.Attachment;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.User;
import dev.messenger.storage.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes people by push for messages that none of their devices has received a while after the commit,
/// whether they had a socket or not: one push a chat, of its newest message.
///
/// A thread of its own looks every now and then at what is overdue; the database has the last word,
/// since another server may know better. Look-ups and pushes run on `workers`; when too many are under
/// way already, the push is left out. The message itself is safe.
public final class Pushes implements Wakeups, Runnable, AutoCloseable {

    /// How long a device may take to say that it has received a message.
    public static final Duration GRACE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_AT_ONCE = 2_000;

    /// Members in chats that may be waited for; more are not woken.
    private static final int MOST_WAITING = 200_000;

    private final Storage storage;
    private final Notifier notifier;
    private final Executor workers;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Map<Watermark.Key, Awaited> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param message the newest that the user must receive
    /// @param due when one of them is overdue: the first, or, once a device has received some of them,
    ///     those that it then had not
    /// @param received the number up to which a device has received them
    private record Awaited(Message message, long due, long received) {}

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
        publication.message().ifPresent(this::expect);
    }

    private void expect(Message message) {
        var member = new Watermark.Key(message.chatId(), message.recipientId());
        long due = dueFromNow();
        if (waiting.size() < MOST_WAITING) {
            waiting.merge(
                    member,
                    new Awaited(message, due, 0),
                    (earlier, _) -> new Awaited(message, earlier.due(), earlier.received()));
        }
    }

    private long dueFromNow() {
        return nanoTime.getAsLong() + grace.toNanos();
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

    @Override
    public void run() {
        while (!stopping) {
            LockSupport.parkNanos(this, PAUSE.toNanos());
            wakeOverdue();
        }
    }

    /// Looks once at what is overdue now.
    void wakeOverdue() {
        long now = nanoTime.getAsLong();
        List<Watermark.Key> overdue = new ArrayList<>();
        waiting.forEach(
                (member, awaited) -> {
                    if (now - awaited.due() >= 0) {
                        overdue.add(member);
                    }
                });
        for (Watermark.Key member : overdue) {
            Awaited awaited = waiting.remove(member);
            if (awaited != null) {
                wake(member, awaited.message());
            }
        }
    }

    private void wake(Watermark.Key member, Message message) {
        if (!room.tryAcquire()) {
            LOG.warn("event=push_left_out user={} reason=overload", member.userId());
            return;
        }
        workers.execute(
                () -> {
                    try {
                        if (!hasReceived(member, message)) {
                            push(member.userId(), message);
                        }
                    } catch (StorageUnavailable e) {
                        LOG.warn("event=push_left_out user={} reason=database", member.userId());
                    } finally {
                        room.release();
                    }
                });
    }

    private boolean hasReceived(Watermark.Key member, Message message) {
        return storage.watermarks().of(List.of(member)).stream()
                .anyMatch(mark -> mark.deliveredSeq() >= message.seq());
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

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
