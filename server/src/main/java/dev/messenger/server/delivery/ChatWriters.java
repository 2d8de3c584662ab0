package dev.messenger.server.delivery;

import dev.messenger.storage.Append;
import dev.messenger.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The writers of all chats: a chat always has the same one, so its changes have one order.
///
/// Any thread submits; see [ChatWriter] for what happens then.
public final class ChatWriters implements Writes, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Changes of a batch that another thread publishes. Chosen, not measured: a commit of a server that is
    /// not busy holds a handful, one of a busy server hundreds.
    private static final int LARGE = 32;

    private final List<ChatWriter> writers;
    private final List<ExecutorService> publishers;

    /// Set on a thread that submits more at once.
    private final ThreadLocal<Boolean> gathers = ThreadLocal.withInitial(() -> false);

    /// @param count writers, each with a thread, a connection, and a thread to publish of its own
    /// @param sockets hear of every change, as do the waiters
    /// @param orphans takes the paths of files whose message was archived; must not block
    public ChatWriters(
            int count,
            Storage storage,
            Sockets sockets,
            Wakeups wakeups,
            Waiters waiters,
            Consumer<String> orphans) {
        Fanout fanout = new Fanout(storage.messages(), sockets, wakeups, waiters);
        publishers =
                IntStream.range(0, count)
                        .mapToObj(i -> Thread.ofPlatform().name("publisher-" + i).factory())
                        .map(Executors::newSingleThreadExecutor)
                        .toList();
        writers =
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        new ChatWriter(
                                                "writer-" + i,
                                                storage.openChatLog(),
                                                fanout,
                                                orphans,
                                                new Publishing(publishers.get(i), LARGE),
                                                System::nanoTime))
                        .toList();
        writers.forEach(ChatWriter::start);
    }

    @Override
    public void submit(Append append, Answer answer) {
        ChatWriter writer = writers.get((int) (append.chatId() % writers.size()));
        if (gathers.get()) {
            writer.queue(append, answer);
        } else {
            writer.submit(append, answer);
        }
    }

    /// A writer that is woken by the first would not wait for the others.
    @Override
    public void together(Runnable task) {
        gathers.set(true);
        try {
            task.run();
        } finally {
            gathers.set(false);
            writers.forEach(ChatWriter::wake);
        }
    }

    /// What each writer has done so far.
    public List<WriterNumbers> numbers() {
        return writers.stream().map(ChatWriter::numbers).toList();
    }

    /// Takes no more, commits what is queued, and stops, all within five seconds.
    @Override
    public void close() {
        writers.forEach(ChatWriter::stop);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (ChatWriter writer : writers) {
                writer.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publishers.forEach(ExecutorService::shutdown);
    }
}
