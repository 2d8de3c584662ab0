package dev.messenger.server.delivery;

import dev.messenger.server.meter.Histogram;
import dev.messenger.storage.Appended;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What one [ChatWriter] has done so far. The writer's thread counts, and for what is refused out of
/// hand whoever submits; any thread reads.
final class WriterMeter {

    private final Histogram batches = Histogram.ofSizes();
    private final Histogram commits = Histogram.ofDurations();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder settled = new LongAdder();
    private final LongAdder neverKnown = new LongAdder();
    private final LongAdder overloaded = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /// The database answered for a batch.
    void committed(List<Appended> results, long nanos) {
        batches.record(results.size());
        commits.record(nanos);
        for (Appended result : results) {
            if (result instanceof Appended.Refused) {
                refused.increment();
            }
        }
    }

    /// The database took nothing of a batch.
    void failed() {
        failed.increment();
    }

    /// The answer to a commit was lost.
    void unknown() {
        unknown.increment();
    }

    /// It was found out what became of such a commit.
    void settled() {
        settled.increment();
    }

    /// That was given up.
    void neverKnown() {
        neverKnown.increment();
    }

    /// A change found no room, or waited too long.
    void overloaded() {
        overloaded.increment();
    }

    WriterNumbers numbers(int queued) {
        return new WriterNumbers(
                queued,
                batches.counts(),
                commits.counts(),
                failed.sum(),
                unknown.sum(),
                settled.sum(),
                neverKnown.sum(),
                overloaded.sum(),
                refused.sum());
    }
}
