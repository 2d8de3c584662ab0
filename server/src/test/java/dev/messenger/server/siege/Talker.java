package dev.messenger.server.siege;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// A client of Part 2 in one chat: writes and pings twice a second whatever happens, sends again, under
/// the same key, what it is told to, and notes everything.
///
/// One virtual thread sends and one reads; who asks may be any thread, the numbers once both have ended.
final class Talker implements AutoCloseable {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

    private final Line line;
    private final long userId;
    private final long chat;
    private final AtomicInteger tries = new AtomicInteger();
    private final Map<String, Try> open = new ConcurrentHashMap<>();
    private final Queue<Again> again = new ConcurrentLinkedQueue<>();
    private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
    private final Queue<Answered> pongs = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile long position;
    private final AtomicInteger written = new AtomicInteger();
    private volatile boolean talking = true;
    private volatile boolean closed;

    /// A request that is under way.
    private record Try(UUID key, long at) {}

    /// One that is to be sent again.
    private record Again(UUID key, long due) {}

    /// @param at when it was answered, by [System#nanoTime]
    /// @param took in nanoseconds
    /// @param how `ack`, `pong`, or an error's code
    record Answered(long at, long took, String how) {}

    /// @param line becomes its own
    /// @param offset in nanoseconds, so that not all talk at once
    Talker(Line line, Account me, long chat, long offset) throws IOException {
        this.line = line.resumable(me.token());
        this.userId = me.id();
        this.chat = chat;
        line.send(Map.of("type", "hello"));
        while (!isSynced(line.next())) {
            // Heads and marks.
        }
        Thread.ofVirtual().start(this::read);
        Thread.ofVirtual().start(() -> talk(System.nanoTime() + offset));
    }

    private static boolean isSynced(Line.Frame frame) {
        return frame.code() == Line.TEXT && frame.json().get("type").asString().equals("synced");
    }

    private void talk(long first) {
        try {
            for (long due = first; !closed; due += EVERY) {
                while (System.nanoTime() < due) {
                    sendAgain();
                    LockSupport.parkNanos(TICK);
                }
                if (talking) {
                    written.incrementAndGet();
                    post(UUID.randomUUID());
                }
                line.write(
                        Line.frame(
                                Line.LAST | Line.PING,
                                Long.toString(System.nanoTime())
                                        .getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void sendAgain() throws IOException {
        for (Again next : List.copyOf(again)) {
            if (System.nanoTime() >= next.due() && again.remove(next)) {
                post(next.key());
            }
        }
    }

    private void post(UUID key) throws IOException {
        String ref = Integer.toString(tries.incrementAndGet());
        open.put(ref, new Try(key, System.nanoTime()));
        line.send(
                Map.of(
                        "type",
                        "new_message",
                        "ref",
                        ref,
                        "client_msg_id",
                        key.toString(),
                        "chat_id",
                        chat,
                        "content",
                        "of " + userId + ": " + key));
    }

    private void read() {
        try {
            while (true) {
                Line.Frame frame = line.next();
                switch (frame.code()) {
                    case Line.PING ->
                            line.write(Line.frame(Line.LAST | Line.PONG, frame.payload()));
                    case Line.PONG -> {
                        long now = System.nanoTime();
                        long sent = Long.parseLong(frame.text());
                        pongs.add(new Answered(now, now - sent, "pong"));
                    }
                    case Line.TEXT -> heard(frame.json());
                    default -> faults.add("frame " + frame.code() + " " + frame.text());
                }
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void heard(JsonNode frame) {
        switch (frame.get("type").asString()) {
            case "new_message" -> number(frame.get("seq").asLong());
            case "ack" -> {
                if (!frame.has("dup")) {
                    number(frame.get("seq").asLong());
                }
                answered(frame, "ack")
                        .ifPresent(mine -> acknowledged.put(mine.key(), frame.get("seq").asLong()));
            }
            case "error" ->
                    answered(frame, frame.get("code").asString())
                            .ifPresent(mine -> refused(mine, frame));
            case "receipt" -> {
                // Of no interest.
            }
            default -> faults.add(frame.toString());
        }
    }

    private void number(long seq) {
        if (seq != position + 1) {
            faults.add("%d after %d in chat %d".formatted(seq, position, chat));
        }
        position = seq;
    }

    private Optional<Try> answered(JsonNode frame, String how) {
        Try mine = open.remove(frame.get("ref").asString());
        if (mine == null) {
            faults.add("answered twice: " + frame);
            return Optional.empty();
        }
        long now = System.nanoTime();
        answers.add(new Answered(now, now - mine.at(), how));
        return Optional.of(mine);
    }

    private void refused(Try mine, JsonNode frame) {
        if (frame.has("retry_after_ms")) {
            long after = TimeUnit.MILLISECONDS.toNanos(frame.get("retry_after_ms").asLong());
            again.add(new Again(mine.key(), System.nanoTime() + after));
        } else {
            faults.add(frame.toString());
        }
    }

    private void lost(IOException e) {
        if (!closed) {
            faults.add(e.toString());
        }
    }

    /// Writes nothing new any more.
    void fallSilent() {
        talking = false;
    }

    /// Whether all that was written is acknowledged, or something went wrong for good.
    boolean isDone() {
        return !talking && (acknowledged.size() == written.get() || !faults.isEmpty());
    }

    long chat() {
        return chat;
    }

    /// The last number that came: in a message of somebody's, or an acknowledgement.
    long position() {
        return position;
    }

    /// Number by key.
    Map<UUID, Long> acknowledged() {
        return acknowledged;
    }

    int written() {
        return written.get();
    }

    /// Requests that nobody has answered.
    int unanswered() {
        return open.size();
    }

    Queue<Answered> answers() {
        return answers;
    }

    Queue<Answered> pongs() {
        return pongs;
    }

    Queue<String> faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        line.close();
    }
}
