package dev.messenger.server.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/// A part of the server that is looked at: how its numbers are shown.
///
/// Asked at each look, on the thread of whoever looks, perhaps by several at once.
public interface Part {

    /// Each metric of the part once, with all its series.
    List<MetricSnapshot> metrics();
}
