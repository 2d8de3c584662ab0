package dev.messenger.server.delivery;

import java.time.Duration;

/// How long a change would wait for its commit that came now, by what the writer's last commits took.
///
/// Whoever comes where others wait too long already is told so at once: to be queued would only make
/// those wait longer who come next. What would ride in the next commit never waits too long, however
/// slow the last ones were, so a database that was away for a moment finds nobody sent away.
///
/// The writer tells of each commit; any thread asks.
final class ExpectedWait {

    /// More than a commit and what it waits for should ever take; less than a client waits.
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /// Of a commit beside all before it, in fractions.
    private static final int WEIGHT = 4;

    private final int largestBatch;
    private volatile long commit;

    /// @param largestBatch changes that go in one commit
    ExpectedWait(int largestBatch) {
        this.largestBatch = largestBatch;
    }

    /// A commit, and all that comes with it, took so long. On the writer's thread.
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void took(long nanos) {
        commit = commit == 0 ? nanos : commit + (nanos - commit) / WEIGHT;
    }

    /// @param ahead changes that wait already
    boolean isTooLong(int ahead) {
        return ahead / largestBatch * commit > LONGEST_WAIT.toNanos();
    }
}
