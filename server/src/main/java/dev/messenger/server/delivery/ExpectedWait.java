package dev.messenger.server.delivery;

import java.time.Duration;
import java.util.Arrays;

/// How long a change would wait for its commit that came now, by what the writer's last commits took.
///
/// Whoever comes where others wait too long already is told so at once: to be queued would only make
/// those wait longer who come next. What would ride in the next commit never waits too long, however
/// slow the last ones were, so a database that was away for a moment finds nobody sent away.
///
/// Of the last three commits the middle one counts: what held up a single one, such as a flush that had
/// to wait for the disk, says nothing about the next.
///
/// The writer tells of each commit; any thread asks.
final class ExpectedWait {

    /// More than a commit and what it waits for should ever take; less than a client waits.
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final int COUNTED = 3;

    private final int largestBatch;

    /// What the last commits took; the writer's thread alone touches it.
    private final long[] last = new long[COUNTED];

    private int oldest;
    private volatile long commit;

    /// @param largestBatch changes that go in one commit
    ExpectedWait(int largestBatch) {
        this.largestBatch = largestBatch;
    }

    /// A commit, and all that comes with it, took so long. On the writer's thread.
    void took(long nanos) {
        last[oldest] = nanos;
        oldest = (oldest + 1) % COUNTED;
        long[] sorted = last.clone();
        Arrays.sort(sorted);
        commit = sorted[COUNTED / 2];
    }

    /// @param ahead changes that wait already
    boolean isTooLong(int ahead) {
        return ahead / largestBatch * commit > LONGEST_WAIT.toNanos();
    }
}
