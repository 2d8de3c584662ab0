package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Tally;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// More than a server can do. A round has four times of the same length:
///
/// ```
/// peak     all that it answers where everyone waits for answers
/// before   half of that is due, in the open model: what is normal
/// over     so many times the peak is due
/// after    half the peak again: how soon is all as it was before?
/// ```
final class Overload implements Contender {

    static final Metric GOODPUT = new Metric("goodput", "of peak");
    static final Metric RECOVERY = new Metric("normal again after", "s");
    static final Metric DUE = new Metric("due", "of peak");
    static final Metric REFUSED = new Metric("refused or not sent", "of all");
    static final Metric BEFORE = new Metric("p99 at half the peak", "ms");

    private static final int AT_PEAK = 8;

    /// A time in which what takes too long to be normal again can be told from what does not.
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final int times;
    private final int port;
    private final Loaded.Opening opening;
    private @Nullable Client client;
    private @Nullable Load load;

    Overload(int times, int port, Loaded.Opening opening) {
        this.times = times;
        this.port = port;
        this.opening = opening;
    }

    /// What are four times anyway need no longer warm-up than a round.
    static Effort prolong(Effort effort) {
        Effort longer = effort.atLeast(LEAST).atMost(2);
        return longer.warmUp().compareTo(longer.round()) > 0
                ? longer.withWarmUp(longer.round())
                : longer;
    }

    @Override
    public String name() {
        return times + "× its peak";
    }

    @Override
    public void prepare() throws Exception {
        client = new Client(port);
        load = opening.open(client);
    }

    @Override
    public Tally run(Duration time) {
        Client open = requireNonNull(client);
        Load on = requireNonNull(load);
        Score best = Drive.keeping(AT_PEAK).drive(open, on, time);
        double peak = best.answered() / best.seconds();
        Score before = Drive.atRate(peak / 2).drive(open, on, time);

        Score over = Drive.begin(open, on, time);
        Pace tooMuch = Pace.start(open.loop(), times * peak, on::send);
        Drive.sleep(time);
        tooMuch.stop();
        // Not what is still under way is to be waited for: who comes now feels it.
        Score after = Drive.begin(open, on, time, slowest(before));
        Pace half = Pace.start(open.loop(), peak / 2, on::send);
        Drive.sleep(time);
        half.stop();
        Drive.end(open, on, after);

        System.err.printf(
                "   peak:   %s%n   before: %s%n   over:   %s%n   after:  %s%n",
                best, before, over, after);
        return Tally.of((double) over.answered(), over.seconds())
                .with(Metric.P99, over.answers().millis(99))
                .with(GOODPUT, over.answered() / over.seconds() / peak)
                .with(DUE, over.due() / over.seconds() / peak)
                .with(REFUSED, 1 - (double) (over.answers().count() + over.open()) / over.due())
                .with(BEFORE, before.answers().millis(99))
                .with(RECOVERY, after.timeline().secondsUntilNormal());
    }

    /// What is slow: more than hardly anything took before, if that is more than what is slow anyway.
    private static long slowest(Score before) {
        double millis = before.answers().millis(99.9);
        return Math.max(Timeline.SLOW, (long) (millis * TimeUnit.MILLISECONDS.toNanos(1)));
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
