package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Tally;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// More than a server can do: so many times what it does at best, then half of that again, to see how
/// soon all is as if nothing had happened.
final class Overload implements Contender {

    static final Metric GOODPUT = new Metric("goodput", "of peak");
    static final Metric RECOVERY = new Metric("normal again after", "s");
    static final Metric REFUSED = new Metric("refused or not sent", "of all");

    private static final int AT_PEAK = 8;
    private static final Duration FINDING_PEAK = Duration.ofSeconds(4);

    /// A time in which what takes too long to be normal again can be told from what does not.
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final int times;
    private final int port;
    private final Loaded.Opening opening;
    private @Nullable Client client;
    private @Nullable Load load;
    private double peak;

    Overload(int times, int port, Loaded.Opening opening) {
        this.times = times;
        this.port = port;
        this.opening = opening;
    }

    static Effort prolong(Effort effort) {
        return effort.atLeast(LEAST).atMost(2);
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
    public void ready() {
        Score score =
                Drive.keeping(AT_PEAK)
                        .drive(requireNonNull(client), requireNonNull(load), FINDING_PEAK);
        peak = score.answered() / score.seconds();
    }

    @Override
    public Tally run(Duration time) {
        Client open = requireNonNull(client);
        Load on = requireNonNull(load);
        Score over = Drive.begin(open, on, time);
        Pace tooMuch = Pace.start(open.loop(), times * peak, on::send);
        Drive.sleep(time);
        tooMuch.stop();
        // Not what is still under way is to be waited for: who comes now feels it.
        Score after = Drive.begin(open, on, time);
        Pace half = Pace.start(open.loop(), peak / 2, on::send);
        Drive.sleep(time);
        half.stop();
        Drive.end(open, on, after);
        double refused = over.refusals().values().stream().mapToLong(Long::longValue).sum();
        double sent = times * peak * over.seconds();
        System.err.println("   peak " + Math.round(peak) + ": " + over + "\n   after: " + after);
        return Tally.of((double) over.answered(), over.seconds())
                .with(Metric.P99, over.answers().millis(99))
                .with(GOODPUT, over.answered() / over.seconds() / peak)
                .with(REFUSED, (refused + over.held()) / sent)
                .with(RECOVERY, after.timeline().secondsUntilNormal());
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
