package dev.messenger.server.siege;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Somebody at another address, who connects over TLS and asks for `/readyz` ten times a second, on a
/// virtual thread of its own, until closed.
final class Bystander implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.9";
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Besieged server;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread thread;
    private volatile long slowest;
    private volatile boolean closed;

    private Bystander(Besieged server) {
        this.server = server;
        this.thread = Thread.ofVirtual().unstarted(this::keepAsking);
    }

    static Bystander start(Besieged server) {
        Bystander bystander = new Bystander(server);
        bystander.thread.start();
        return bystander;
    }

    /// How long it takes until a new TLS connection of an address is served, in seconds; asks for half
    /// a minute.
    static double secondsUntilServed(Besieged server, String address) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(30)) {
            if (isServed(server, address)) {
                break;
            }
            LockSupport.parkNanos(PAUSE);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static boolean isServed(Besieged server, String address) {
        try (Line line = Line.secure(server, address)) {
            return line.get("/readyz").status() == 200;
        } catch (IOException turnedAway) {
            return false;
        }
    }

    private void keepAsking() {
        while (!closed) {
            long began = System.nanoTime();
            if (isServed(server, ADDRESS)) {
                slowest = Math.max(slowest, System.nanoTime() - began);
            } else {
                failures.incrementAndGet();
            }
            answers.incrementAndGet();
            LockSupport.parkNanos(PAUSE);
        }
    }

    /// Waits until it has asked so many times more.
    void asks(int more) {
        int then = answers.get() + more;
        while (answers.get() < then) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    int answers() {
        return answers.get();
    }

    int failures() {
        return failures.get();
    }

    double slowestMillis() {
        return slowest / 1e6;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
