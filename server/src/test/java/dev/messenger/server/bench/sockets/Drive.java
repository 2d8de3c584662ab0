package dev.messenger.server.bench.sockets;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How a [Load] is put on a server for a while. On the main thread.
@FunctionalInterface
interface Drive {

    /// @return what came of it, all answers awaited as long as that makes sense
    Score drive(Client client, Load load, Duration time);

    /// Closed loop: everyone keeps so many unanswered. That is never too much for a server: one that
    /// refuses is broken, perhaps because its disk is full, and what it is said to do means nothing.
    static Drive keeping(int unanswered) {
        return (client, load, time) -> {
            Score score = begin(client, load, time);
            client.run(() -> load.keep(unanswered));
            sleep(time);
            client.run(() -> load.keep(0));
            end(client, load, score);
            if (!score.refusals().isEmpty()) {
                throw new IllegalStateException("refused: " + score.refusals());
            }
            return score;
        };
    }

    /// Open model: so many a second are due, whatever becomes of them.
    static Drive atRate(double rate) {
        return (client, load, time) -> {
            Score score = begin(client, load, time);
            Pace pace = Pace.start(client.loop(), rate, load::send);
            sleep(time);
            pace.stop();
            return end(client, load, score);
        };
    }

    /// Has what happens from now on counted.
    static Score begin(Client client, Load load, Duration time) {
        return begin(client, load, time, Timeline.SLOW);
    }

    /// @param slowest what took more nanoseconds is slow
    static Score begin(Client client, Load load, Duration time, long slowest) {
        long from = System.nanoTime();
        Score score = new Score(from, from + time.toNanos(), slowest);
        client.run(() -> load.countIn(score));
        return score;
    }

    /// Waits for what is not answered yet, longer than the server would let anything wait.
    static Score end(Client client, Load load, Score score) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (client.ask(score::open) > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        client.run(() -> load.countIn(Score.none()));
        return score;
    }

    static void sleep(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
