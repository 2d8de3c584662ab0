package dev.messenger.server.bench.contest;

import java.time.Duration;

/// How much time a workload gets.
///
/// @param rounds of each contender
/// @param round how long one is
/// @param warmUp how long each works before the first one
public record Effort(int rounds, Duration round, Duration warmUp) {

    /// At least so many rounds, for work that takes a moment only.
    public Effort atLeast(int more) {
        return new Effort(Math.max(rounds, more), round, warmUp);
    }

    /// At most so many rounds, for work that takes longer than a round.
    public Effort atMost(int fewer) {
        return new Effort(Math.min(rounds, fewer), round, warmUp);
    }

    /// Rounds of at least so long, for work that says nothing before.
    public Effort atLeast(Duration longer) {
        return round.compareTo(longer) < 0 ? withRound(longer) : this;
    }

    public Effort withRound(Duration other) {
        return new Effort(rounds, other, warmUp);
    }

    public Effort warmingUpAtLeast(Duration longer) {
        return warmUp.compareTo(longer) < 0 ? withWarmUp(longer) : this;
    }

    public Effort withWarmUp(Duration other) {
        return new Effort(rounds, round, other);
    }
}
