package dev.messenger.server.bench.sockets;

import io.netty.channel.EventLoop;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Has something sent at a rate that waits for nobody's answer: at random times that do not depend on
/// each other (a Poisson process), as many independent people would. On the client's event loop.
///
/// What is late goes out with the time at which it was due, so that a queue before the server is
/// measured like one in it.
final class Pace implements Runnable {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final double rate;
    private final LongConsumer send;
    private final Random random = new Random(7);
    private final long began;
    private double next;
    private boolean stopped;

    private Pace(EventLoop loop, double rate, LongConsumer send) {
        this.loop = loop;
        this.rate = rate;
        this.send = send;
        this.began = System.nanoTime();
    }

    /// @param rate a second
    /// @param send takes when it was due, by [System#nanoTime]
    static Pace start(EventLoop loop, double rate, LongConsumer send) {
        Pace pace = new Pace(loop, rate, send);
        loop.execute(pace);
        return pace;
    }

    void stop() {
        loop.submit(() -> stopped = true).syncUninterruptibly();
    }

    @Override
    public void run() {
        // All that is due by now, however much: if the loop read first, what is late would be
        // later, and the load never what it is called. What comes due meanwhile waits until it has
        // read.
        long turn = System.nanoTime();
        while (!stopped && due() - turn <= 0) {
            send.accept(due());
            next -= Math.log(1 - random.nextDouble()) / rate * NANOS;
        }
        if (!stopped) {
            loop.schedule(this, Math.max(0, due() - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    /// The next one.
    private long due() {
        return began + (long) next;
    }
}
