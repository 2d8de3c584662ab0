package dev.messenger.server.delivery;

import dev.messenger.notify.Notifier;
import dev.messenger.storage.Append;
import dev.messenger.storage.Storage;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// The writers, receipts and pushes of a server without their threads: whoever holds it gives each its
/// turns, and so decides in which order things happen.
public final class DrivenCore implements Writes {

    private final List<ChatWriter> writers;
    private final Receipts receipts;
    private final Pushes pushes;
    private final Arrivals arrivals;

    /// @param publishers of each writer one, which publishes what is more than one change
    /// @param watch hears of everything that [Pushes] does, before it
    public DrivenCore(
            List<? extends Executor> publishers,
            Storage storage,
            Storage steady,
            Sockets sockets,
            Wakeups watch,
            Notifier notifier,
            Executor workers,
            LongSupplier nanoTime) {
        pushes = new Pushes(steady, notifier, workers, Pushes.GRACE, nanoTime);
        arrivals = new Arrivals(workers, nanoTime);
        Wakeups wakeups = new Watched(watch, pushes);
        receipts = new Receipts(storage.watermarks(), sockets, wakeups);
        Fanout fanout = new Fanout(storage.messages(), sockets, wakeups, new Waiters());
        writers =
                IntStream.range(0, publishers.size())
                        .mapToObj(
                                i ->
                                        new ChatWriter(
                                                "writer-" + i,
                                                storage.openChatLog(),
                                                fanout,
                                                path -> {},
                                                new Publishing(publishers.get(i), 2),
                                                nanoTime))
                        .toList();
    }

    private record Watched(Wakeups first, Wakeups then) implements Wakeups {
        @Override
        public void expect(Publication publication) {
            first.expect(publication);
            then.expect(publication);
        }

        @Override
        public void received(long userId, long chatId, long seq) {
            first.received(userId, chatId, seq);
            then.received(userId, chatId, seq);
        }
    }

    public int writerOf(long chatId) {
        return (int) (chatId % writers.size());
    }

    @Override
    public void submit(Append append, Answer answer) {
        writers.get(writerOf(append.chatId())).submit(append, answer);
    }

    /// What a writer does when it wakes up.
    public void turn(int writer) {
        writers.get(writer).turn();
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    public Marks receipts() {
        return receipts;
    }

    public void writeReceipts() {
        receipts.write();
    }

    public void wakeOverdue() {
        pushes.wakeOverdue();
    }
}
