package dev.messenger.server.torture;

import dev.messenger.server.torture.Frame.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What a device wants of the server and has no answer to. It is asked again, with the same
/// `client_msg_id`, on the next connection or when the server says so, until it is answered for good.
///
/// Its device's two threads use it.
final class Requests {

    /// What is asked for.
    enum Kind {
        HELLO,
        SYNC,
        POST,
        /// A post that was answered before, to see that it makes no second message.
        REPEAT,
        /// Other content under an id that is taken.
        REUSE,
        EDIT,
        ARCHIVE;

        /// Whether the device wants it still when the connection is gone.
        private boolean lasts() {
            return this != HELLO && this != SYNC && this != REUSE;
        }
    }

    /// @param mark of the message that it is about
    /// @param messageId [Frame#NONE] for what has none yet
    record Request(Kind kind, String ref, long chatId, long messageId, Mark mark, Frame frame) {}

    private static final class Waiting {
        private final Request request;
        private long sentAt;
        private long dueAt;
        private boolean inFlight;

        private Waiting(Request request) {
            this.request = request;
        }
    }

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private int refs;
    private int connection;

    synchronized String nextRef() {
        return "r" + ++refs;
    }

    /// What goes out on this one can be answered.
    synchronized void connected(int number) {
        connection = number;
    }

    /// Noted before it is sent, because the answer may come sooner than the sender goes on.
    synchronized void sending(Request request, int onConnection) {
        Waiting entry = waiting.computeIfAbsent(request.ref(), _ -> new Waiting(request));
        entry.sentAt = System.nanoTime();
        entry.inFlight = onConnection == connection;
    }

    /// The request that an answer belongs to, which is then settled.
    synchronized Optional<Request> answered(String ref) {
        return Optional.ofNullable(waiting.remove(ref)).map(entry -> entry.request);
    }

    /// The server wants to be asked again, not before a while.
    synchronized void putOff(Request request, long millis) {
        Waiting entry = new Waiting(request);
        entry.dueAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        waiting.put(request.ref(), entry);
    }

    /// The connection is gone. What has no meaning on the next one is given up.
    synchronized void disconnected() {
        connection = 0;
        waiting.values().removeIf(entry -> !entry.request.kind().lasts());
        waiting.values().forEach(entry -> entry.inFlight = false);
    }

    /// What is to be sent again now, oldest first.
    synchronized List<Request> due() {
        long now = System.nanoTime();
        return waiting.values().stream()
                .filter(entry -> !entry.inFlight && now - entry.dueAt >= 0)
                .map(entry -> entry.request)
                .toList();
    }

    synchronized int inFlight() {
        return (int) waiting.values().stream().filter(entry -> entry.inFlight).count();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Requests on the wire since before that moment.
    synchronized List<Request> overdue(long before) {
        return waiting.values().stream()
                .filter(entry -> entry.inFlight && entry.sentAt - before < 0)
                .map(entry -> entry.request)
                .toList();
    }

    /// For a finding's sake.
    @Override
    public synchronized String toString() {
        return waiting.values().stream().map(entry -> entry.request.toString()).toList().toString();
    }
}
