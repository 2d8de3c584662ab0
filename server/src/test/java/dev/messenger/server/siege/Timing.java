package dev.messenger.server.siege;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/// How long the same question takes of something, of something else, and of nothing; asked in turn, in
/// an order drawn anew each time.
///
/// @param took in nanoseconds, of each of the three
record Timing(long[][] took) {

    /// Beyond this, chance explains the ranks in one of a thousand cases.
    private static final double SIGNIFICANT = 3.3;

    interface Question {
        /// Returns when the answer is there.
        void ask(int which) throws IOException;
    }

    static Timing of(int samples, Question question) throws IOException {
        long[][] took = new long[3][samples];
        Random random = new Random(1);
        int[] order = {0, 1, 2};
        for (int i = -samples / 10; i < samples; i++) { // some to warm up
            for (int j = order.length; j > 1; j--) {
                int other = random.nextInt(j);
                int swapped = order[j - 1];
                order[j - 1] = order[other];
                order[other] = swapped;
            }
            for (int which : order) {
                long began = System.nanoTime();
                question.ask(which);
                took[which][Math.max(0, i)] = System.nanoTime() - began;
            }
        }
        return new Timing(took);
    }

    /// Good if the ranks do not tell, or no more than those of two things that are both there.
    void into(Table table, String name) {
        double there = z(took[0], took[1]);
        double nowhere = z(took[0], took[2]);
        double median = micros(took[0]);
        table.add(
                name,
                Math.abs(nowhere) < Math.max(SIGNIFICANT, 2 * Math.abs(there)),
                "%,.0f µs; of nothing %+.1f µs (z %+.1f); noise %+.1f µs (z %+.1f); n = %d"
                        .formatted(
                                median,
                                micros(took[2]) - median,
                                nowhere,
                                micros(took[1]) - median,
                                there,
                                took[0].length));
    }

    private static double micros(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1e3;
    }

    /// The rank-sum test of Mann and Whitney, as a deviate of the normal distribution: positive if the
    /// second takes longer. Ties are too rare, in nanoseconds, to matter.
    private static double z(long[] first, long[] second) {
        long[] sorted = second.clone();
        Arrays.sort(sorted);
        double above = 0;
        for (long one : first) {
            int at = Arrays.binarySearch(sorted, one);
            above += sorted.length - (at < 0 ? -at - 1 : at);
        }
        double pairs = (double) first.length * second.length;
        double deviation = Math.sqrt(pairs * (first.length + second.length + 1) / 12);
        return (above - pairs / 2) / deviation;
    }
}
