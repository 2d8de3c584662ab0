package dev.messenger.server.metrics;

import dev.messenger.protocol.Reason;
import dev.messenger.server.delivery.FrameMeter;
import dev.messenger.server.meter.Histogram;
import dev.messenger.server.metrics.Family.Counted;
import dev.messenger.server.metrics.Family.Row;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Frames of WebSockets: how often and how fast each type was answered, and what was refused.
public final class FramePart implements Part {

    private static final String LAYER = "layer";

    private final Map<String, FrameMeter> layers;

    public FramePart(FrameMeter.Both meters) {
        layers = new TreeMap<>(Map.of("legacy", meters.legacy(), "v2", meters.resumable()));
    }

    @Override
    public List<MetricSnapshot> metrics() {
        return List.of(
                Family.durations(
                        "messenger_frame_seconds",
                        "Frames, from their last byte to their answer.",
                        layers.entrySet().stream()
                                .flatMap(layer -> types(layer.getKey(), layer.getValue()))
                                .toList()),
                Family.counter(
                        "messenger_frames_refused",
                        "Frames that were refused, readable or not, by the code that was answered.",
                        layers.entrySet().stream()
                                .flatMap(layer -> refused(layer.getKey(), layer.getValue()))
                                .toList()));
    }

    private static Stream<Counted> types(String layer, FrameMeter meter) {
        return new TreeMap<String, Histogram.Counts>(meter.byType())
                .entrySet().stream()
                        .map(it -> Counted.of(it.getValue(), LAYER, layer, "type", it.getKey()));
    }

    /// Of all there could be, those that there were.
    private static Stream<Row> refused(String layer, FrameMeter meter) {
        return new TreeMap<Reason, Long>(meter.refused())
                .entrySet().stream()
                        .filter(it -> it.getValue() > 0)
                        .map(it -> Row.of(it.getValue(), LAYER, layer, "code", it.getKey().code()));
    }
}
