package dev.messenger.server.net.lab;

import dev.messenger.protocol.Json;
import dev.messenger.protocol.LabEvent;
import dev.messenger.server.dispatch.Lab;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/// One feed: events that wait for one viewer, bounded, whatever the viewer does.
///
/// Any thread shows; what there is no room for is lost, and counted. The pages are asked for on a
/// virtual thread, one after the other, each once the client took the one before.
final class Screen implements Lab.Feed {

    static final int ROOM = 4_096;

    static final Duration TICK = Duration.ofSeconds(5);

    private static final int EVENTS_OF_A_PAGE = 256;

    private final LabClock clock;
    private final BooleanSupplier signedIn;
    private final Runnable closed;

    private final Queue<LabEvent> waiting = new ArrayDeque<>();
    private long lost;
    private boolean over;

    /// @param signedIn asked now and then, on the thread that asks for pages
    /// @param closed run once, on whatever thread closes it
    Screen(LabClock clock, BooleanSupplier signedIn, Runnable closed) {
        this.clock = clock;
        this.signedIn = signedIn;
        this.closed = closed;
    }

    synchronized void show(LabEvent event) {
        if (over) {
            return;
        }
        if (waiting.size() == ROOM) {
            lost++;
        } else {
            waiting.add(event);
            notifyAll();
        }
    }

    /// Waits for something to show, or for the next tick.
    @Override
    public boolean hasNext() {
        if (!awaitEvent()) {
            return false;
        }
        if (!isEmpty() || signedIn.getAsBoolean()) {
            return true;
        }
        close();
        return false;
    }

    /// @return whether it goes on
    private synchronized boolean awaitEvent() {
        long deadline = System.nanoTime() + TICK.toNanos();
        while (!over && waiting.isEmpty()) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                break;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !over;
    }

    private synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public byte[] next() {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        synchronized (this) {
            if (waiting.isEmpty()) {
                add(new LabEvent.Tick(clock.now()), page);
            }
            for (int i = 0; i < EVENTS_OF_A_PAGE && !waiting.isEmpty(); i++) {
                add(waiting.remove(), page);
            }
            if (lost > 0 && waiting.isEmpty()) {
                add(new LabEvent.Lost(clock.now(), lost), page);
                lost = 0;
            }
        }
        return page.toByteArray();
    }

    private static void add(LabEvent event, ByteArrayOutputStream page) {
        page.writeBytes(Json.write(event));
        page.write('\n');
    }

    @Override
    public void close() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            waiting.clear();
            notifyAll();
        }
        closed.run();
    }
}
