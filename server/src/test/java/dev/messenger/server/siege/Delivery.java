package dev.messenger.server.siege;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One signed-in user writes to another, every 20 milliseconds whatever happens; how long each message
/// is under way from when it was due. The caller's thread sends, two virtual threads read.
final class Delivery implements AutoCloseable {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STRAGGLERS = TimeUnit.SECONDS.toNanos(10);

    private final Account ann;
    private final Account bob;
    private final long chat;
    private final Line sending;
    private final Line receiving;
    private volatile long[] due = {};
    private volatile long[] arrived = {};

    private Delivery(Account ann, Account bob, long chat, Line sending, Line receiving) {
        this.ann = ann;
        this.bob = bob;
        this.chat = chat;
        this.sending = sending;
        this.receiving = receiving;
    }

    static Delivery between(Besieged server, String address) throws IOException {
        try (Line line = Line.secure(server, address)) {
            Account ann = Account.register(line, "ann");
            Account bob = Account.register(line, "bob");
            Delivery delivery =
                    new Delivery(
                            ann,
                            bob,
                            ann.chatWith(line, bob),
                            Line.secure(server, address).upgrade(ann.token()),
                            Line.secure(server, address).upgrade(bob.token()));
            Thread.ofVirtual().start(() -> delivery.read(delivery.sending, false));
            Thread.ofVirtual().start(() -> delivery.read(delivery.receiving, true));
            return delivery;
        }
    }

    private void read(Line line, boolean measure) {
        try {
            while (true) {
                Line.Frame frame = line.next();
                long now = System.nanoTime();
                if (measure && frame.code() == Line.TEXT) {
                    arrived[Integer.parseInt(frame.json().get("content").asString())] = now;
                } else if (frame.code() == Line.PING) {
                    line.write(Line.frame(Line.LAST | 10, frame.payload()));
                }
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    /// @param sorted in nanoseconds; one that never came counts as the longest time
    record Latencies(long[] sorted) {

        double millis(double share) {
            return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
        }
    }

    Latencies measure(int seconds) throws IOException {
        int count = (int) (TimeUnit.SECONDS.toNanos(seconds) / EVERY);
        arrived = new long[count];
        due = new long[count];
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            due[i] = began + i * EVERY;
            LockSupport.parkNanos(due[i] - System.nanoTime());
            sending.send(message(i));
        }
        long deadline = System.nanoTime() + STRAGGLERS;
        while (Arrays.stream(arrived).anyMatch(at -> at == 0) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(EVERY);
        }
        long[] took = new long[count];
        for (int i = 0; i < count; i++) {
            took[i] = arrived[i] == 0 ? Long.MAX_VALUE : arrived[i] - due[i];
        }
        Arrays.sort(took);
        return new Latencies(took);
    }

    private Map<String, Object> message(int number) {
        return Map.of(
                "type",
                "new_message",
                "chat_id",
                chat,
                "sender_id",
                ann.id(),
                "recipient_id",
                bob.id(),
                "content",
                Integer.toString(number),
                "time_of_day",
                "2026-11-22T10:00:00.000Z",
                "file_name",
                "",
                "service_file",
                "");
    }

    @Override
    public void close() throws IOException {
        sending.close();
        receiving.close();
    }
}
