package dev.messenger.server.delivery.simulation;

import java.time.Duration;

/// What goes wrong in one run, and how often; drawn from the seed, and over when the world heals.
final class Faults {

    private static final double[] RATES = {0, 0, 0.02, 0.15};

    private final Schedule schedule;
    private final double append;
    private final double doubt;
    private final double settle;
    private final double read;

    /// Frames that may wait for a peer of Part 2 until its socket is not writable.
    final int window;

    /// After the end of it, how long a close of then may still be on its way.
    private static final long AFTERMATH = Duration.ofSeconds(10).toNanos();

    private boolean over;
    private long healedAt;
    private long awayUntil;

    Faults(Schedule schedule) {
        this.schedule = schedule;
        this.append = rate();
        this.doubt = rate();
        this.settle = rate() * 4;
        this.read = rate();
        this.window = schedule.anyOf(java.util.List.of(3, 12, 50, 1_000));
    }

    private double rate() {
        return RATES[schedule.below(RATES.length)];
    }

    /// From now on all is well.
    void heal() {
        over = true;
        healedAt = schedule.nanoTime();
        awayUntil = 0;
    }

    boolean areOver() {
        return over;
    }

    /// Whether what goes wrong may come of them.
    boolean mayBeFelt() {
        return !over || schedule.nanoTime() - healedAt < AFTERMATH;
    }

    /// The database is away for a while.
    void outage(Duration length) {
        awayUntil = schedule.nanoTime() + length.toNanos();
    }

    boolean databaseIsAway() {
        return awayUntil > schedule.nanoTime();
    }

    boolean failsAppend() {
        return databaseIsAway() || happens(append);
    }

    boolean leavesInDoubt() {
        return happens(doubt);
    }

    boolean failsSettle() {
        return databaseIsAway() || happens(settle);
    }

    boolean failsRead() {
        return databaseIsAway() || happens(read);
    }

    private boolean happens(double rate) {
        return !over && schedule.chance(rate);
    }
}
