package dev.messenger.server.meter;

import java.util.concurrent.atomic.LongAdder;

/// How often values, such as nanoseconds or the size of a batch, fell below which bounds.
///
/// Any thread records: two additions that do not contend, and nothing allocated. Whoever reads
/// meanwhile may miss what was recorded last.
public final class Histogram {

    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000_000_000;

    private final long[] bounds;
    private final LongAdder[] buckets;
    private final LongAdder sum = new LongAdder();

    private Histogram(long... bounds) {
        this.bounds = bounds;
        this.buckets = new LongAdder[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /// Of nanoseconds, in steps of a half or a third of each decade from 100 µs to 30 s.
    public static Histogram ofDurations() {
        return new Histogram(
                100 * MICROS,
                250 * MICROS,
                500 * MICROS,
                MILLIS,
                2_500 * MICROS,
                5 * MILLIS,
                10 * MILLIS,
                25 * MILLIS,
                50 * MILLIS,
                100 * MILLIS,
                250 * MILLIS,
                500 * MILLIS,
                SECONDS,
                2_500 * MILLIS,
                5 * SECONDS,
                10 * SECONDS,
                30 * SECONDS);
    }

    /// Of how many things went together: powers of two, up to 512.
    public static Histogram ofSizes() {
        return new Histogram(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    }

    public void record(long value) {
        // A dozen bounds are searched from the front: most of what is measured is quick.
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(value);
    }

    /// Records the time from then to now.
    ///
    /// @param began by [System#nanoTime]
    public void recordSince(long began) {
        record(System.nanoTime() - began);
    }

    /// What was recorded so far.
    public Counts counts() {
        long[] counts = new long[buckets.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets[i].sum();
        }
        return new Counts(bounds.clone(), counts, sum.sum());
    }

    /// The state of a histogram at some moment.
    ///
    /// @param bounds upper ones, each inclusive, rising
    /// @param buckets how many values each bound is the lowest for, and as the last, how many are
    ///     above all of them
    /// @param sum of all values
    public record Counts(long[] bounds, long[] buckets, long sum) {

        /// How many values there were.
        public long count() {
            long count = 0;
            for (long bucket : buckets) {
                count += bucket;
            }
            return count;
        }
    }
}
