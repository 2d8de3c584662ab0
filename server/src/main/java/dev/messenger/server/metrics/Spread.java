package dev.messenger.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How values are spread over the buckets of a histogram; a summary has none.
///
/// @param bounds upper ones, rising, the last infinite
record Spread(double[] bounds, long[] buckets, long count, double sum) {

    static Spread of(HistogramDataPointSnapshot histogram) {
        ClassicHistogramBuckets classic = histogram.getClassicBuckets();
        double[] bounds = new double[classic.size()];
        long[] buckets = new long[classic.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = classic.getUpperBound(i);
            buckets[i] = classic.getCount(i);
        }
        return new Spread(bounds, buckets, histogram.getCount(), histogram.getSum());
    }

    static Spread of(SummaryDataPointSnapshot summary) {
        return new Spread(new double[0], new long[0], summary.getCount(), summary.getSum());
    }

    /// What came after an earlier moment.
    Spread since(@Nullable Spread before) {
        if (before == null) {
            return this;
        }
        long[] later = buckets.clone();
        for (int i = 0; i < later.length; i++) {
            later[i] -= before.buckets[i];
        }
        return new Spread(bounds, later, count - before.count, sum - before.sum);
    }

    /// Nothing if there were no values.
    Map<String, Double> averages() {
        Map<String, Double> averages = new LinkedHashMap<>();
        if (count > 0) {
            averages.put("mean", sum / (double) count);
            if (bounds.length > 0) {
                averages.put("p50", quantile(0.50));
                averages.put("p90", quantile(0.90));
                averages.put("p99", quantile(0.99));
            }
        }
        return averages;
    }

    /// As `histogram_quantile` of Prometheus has it: within a bucket, values are taken to be spread
    /// evenly, and above all bounds, to be at the last.
    double quantile(double part) {
        double rank = part * (double) count;
        long below = 0;
        for (int i = 0; i < bounds.length - 1; i++) {
            if (below + buckets[i] >= rank && buckets[i] > 0) {
                double from = i == 0 ? 0 : bounds[i - 1];
                return from + (bounds[i] - from) * (rank - (double) below) / (double) buckets[i];
            }
            below += buckets[i];
        }
        return bounds[bounds.length - 2];
    }
}
