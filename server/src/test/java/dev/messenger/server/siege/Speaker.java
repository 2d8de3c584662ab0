package dev.messenger.server.siege;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Writes to a chat, alone, at a steady rate whatever happens. The caller's thread sends; a virtual
/// thread reads the answers.
final class Speaker implements AutoCloseable {

    private static final int SHORT = 200;
    private static final int LONG = 8_000;

    /// Of so many messages one is long.
    private static final int ONE_OF = 4;

    private final Line line;
    private final long chat;
    private final Timetable timetable;
    private volatile long acknowledged;
    private volatile String refused = "";
    private long sent;

    private Speaker(Line line, long chat, Timetable timetable) {
        this.line = line;
        this.chat = chat;
        this.timetable = timetable;
    }

    /// @param chat in which nobody has written yet
    static Speaker in(Line line, long chat, Timetable timetable) throws IOException {
        line.send(Map.of("type", "hello"));
        Speaker speaker = new Speaker(line, chat, timetable);
        Thread.ofVirtual().start(speaker::read);
        return speaker;
    }

    private void read() {
        try {
            while (true) {
                Line.Frame frame = line.next();
                if (frame.code() == Line.PING) {
                    line.write(Line.frame(Line.LAST | Line.PONG, frame.payload()));
                } else if (frame.code() == Line.TEXT) {
                    switch (frame.json().get("type").asString()) {
                        case "ack" -> acknowledged = frame.json().get("seq").asLong();
                        case "error" -> refused = frame.json().toString();
                        default -> {
                            // Of no interest.
                        }
                    }
                }
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    /// The last number that was sent.
    long head() {
        return sent;
    }

    /// @param rate messages a second
    void speak(int messages, int rate) throws IOException {
        speak(messages, rate, ONE_OF);
    }

    /// Sends long ones alone.
    void fill(int messages, int rate) throws IOException {
        speak(messages, rate, 1);
    }

    private void speak(int messages, int rate, int oneOf) throws IOException {
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        long began = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            long due = began + i * pause;
            LockSupport.parkNanos(due - System.nanoTime());
            sent++;
            timetable.due(sent, due);
            line.send(
                    Map.of(
                            "type",
                            "new_message",
                            "client_msg_id",
                            UUID.randomUUID().toString(),
                            "chat_id",
                            chat,
                            "content",
                            "x".repeat(sent % oneOf == 0 ? LONG : SHORT)));
        }
        Patiently.await(
                "the last acknowledgement", () -> acknowledged == sent || !refused.isEmpty());
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused);
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
