package dev.messenger.server.metrics;

import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import dev.messenger.server.metrics.Family.Counted;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// HTTP: how often and how fast each route was answered, by method and class of status.
public final class TrafficPart implements Part {

    private final Traffic traffic;

    public TrafficPart(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public List<MetricSnapshot> metrics() {
        return List.of(
                Family.durations(
                        "messenger_http_request_seconds",
                        "Requests, from the head to the last byte of the answer.",
                        traffic.all().flatMap(TrafficPart::rows).toList()));
    }

    private static Stream<Counted> rows(RouteMeter meter) {
        return IntStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(
                        hundreds ->
                                meter.counts(hundreds).stream()
                                        .map(
                                                counts ->
                                                        Counted.of(
                                                                counts,
                                                                "route",
                                                                meter.route(),
                                                                "method",
                                                                meter.method(),
                                                                "status",
                                                                hundreds + "xx")));
    }
}
