package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Metric;
import dev.messenger.server.bench.contest.Tally;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Looks for the highest rate at which a server keeps up, and for the median at a fifth of it. A round
/// is a whole search: up in steps until the server does not keep up, then halfway back and forth.
final class HighestRate implements Contender {

    /// What may be waited for, at the slowest hundredth.
    private static final double P99_MILLIS = 50;

    private static final double STEP = 1.25;

    /// The search ends when what is too much is no more than this times what is not.
    private static final double FINE = 1.03;

    private static final int STEPS = 20;

    /// What a step takes: the time between two visits of PostgreSQL's autovacuum. Of less, a flush that
    /// holds everything up for a moment would be more than the slowest hundredth where it happens, and
    /// not be there at all in the next step.
    private static final Duration EACH = Duration.ofSeconds(15);

    private final String name;
    private final int port;
    private final Loaded.Opening opening;
    private @Nullable Client client;
    private @Nullable Load load;

    HighestRate(String name, int port, Loaded.Opening opening) {
        this.name = name;
        this.port = port;
        this.opening = opening;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare() throws Exception {
        client = new Client(port);
        load = opening.open(client);
    }

    @Override
    public Tally run(Duration time) {
        // Where to begin: in a closed loop with little under way.
        Score first = drive(Drive.keeping(1));
        double kept = 0;
        double tooMuch = Double.MAX_VALUE;
        double rate = first.answered() / first.seconds() / STEP;
        Score best = first;
        for (int i = 0; i < STEPS && tooMuch > kept * FINE; i++) {
            Score score = drive(Drive.atRate(rate));
            if (!score.keptUp(P99_MILLIS)) {
                // Somebody else may have been at work: it counts if it happens twice.
                score = drive(Drive.atRate(rate));
            }
            if (score.keptUp(P99_MILLIS)) {
                kept = rate;
                best = score;
            } else {
                tooMuch = rate;
            }
            rate = tooMuch == Double.MAX_VALUE ? rate * STEP : (kept + tooMuch) / 2;
        }
        Score calm = drive(Drive.atRate(Math.max(1, kept / 5)));
        return Tally.of((double) best.done(), best.seconds())
                .with(Metric.RATE, kept)
                .with(Metric.P50, best.answers().millis(50))
                .with(Metric.P99, best.answers().millis(99))
                .with(SocketMetrics.DELIVERED_P99, best.deliveries().millis(99))
                .with(SocketMetrics.P50_AT_FIFTH, calm.answers().millis(50));
    }

    private Score drive(Drive drive) {
        Score score = drive.drive(requireNonNull(client), requireNonNull(load), EACH);
        System.err.println("   " + score);
        // What the database still has to do belongs to this step, not to the next.
        Drive.sleep(Duration.ofMillis(200));
        return score;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
