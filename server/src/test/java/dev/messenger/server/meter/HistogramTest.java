package dev.messenger.server.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class HistogramTest {

    @Test
    void valueBelongsToTheFirstBoundThatIsNotBelowIt() {
        Histogram sizes = Histogram.ofSizes();
        for (long size : new long[] {1, 2, 3, 4, 512, 513, 10_000}) {
            sizes.record(size);
        }

        Histogram.Counts counts = sizes.counts();
        assertThat(counts.bounds()).startsWith(1, 2, 4).endsWith(512).isSorted();
        assertThat(counts.buckets()).containsExactly(1, 1, 2, 0, 0, 0, 0, 0, 0, 1, 2);
        assertThat(counts.count()).isEqualTo(7);
        assertThat(counts.sum()).isEqualTo(1 + 2 + 3 + 4 + 512 + 513 + 10_000);
    }

    @Test
    void durationsAreOfNanoseconds() {
        Histogram durations = Histogram.ofDurations();
        durations.record(Duration.ofMillis(7).toNanos());

        Histogram.Counts counts = durations.counts();
        assertThat(counts.bounds()).contains(Duration.ofMillis(10).toNanos()).isSorted();
        int bucket = java.util.Arrays.binarySearch(counts.bounds(), 10_000_000);
        assertThat(counts.buckets()[bucket]).isEqualTo(1);
    }

    @Test
    void nothingRecordedByManyThreadsIsLost() {
        Histogram sizes = Histogram.ofSizes();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 100; thread++) {
                threads.execute(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                sizes.record(i);
                            }
                        });
            }
        }

        assertThat(sizes.counts().count()).isEqualTo(10_000);
        assertThat(sizes.counts().sum()).isEqualTo(100L * 99 * 100 / 2);
    }
}
