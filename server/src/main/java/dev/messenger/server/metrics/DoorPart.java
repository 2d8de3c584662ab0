package dev.messenger.server.metrics;

import dev.messenger.server.metrics.Family.Counted;
import dev.messenger.server.metrics.Family.Row;
import dev.messenger.server.net.DoorNumbers;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Connections, WebSockets, long polls, event loops and the buffers of all these.
public final class DoorPart implements Part {

    private static final String KIND = "kind";
    private static final String LEGACY = "legacy";
    private static final String V2 = "v2";
    private static final String REASON = "reason";

    private final Supplier<DoorNumbers> numbers;
    private final IntSupplier polls;

    /// @param polls counts requests that wait for events
    public DoorPart(Supplier<DoorNumbers> numbers, IntSupplier polls) {
        this.numbers = numbers;
        this.polls = polls;
    }

    @Override
    public List<MetricSnapshot> metrics() {
        DoorNumbers door = numbers.get();
        return Stream.of(
                        connections(door),
                        arrivals(door.arrivals()),
                        sockets(door.sockets()),
                        loops(door.loops()),
                        buffers(door.buffers()))
                .flatMap(List::stream)
                .toList();
    }

    private List<MetricSnapshot> connections(DoorNumbers door) {
        long sockets = door.sockets().legacy() + door.sockets().resumable();
        return List.of(
                Family.gauge(
                        "messenger_connections",
                        "Open connections, by what they speak.",
                        // Not counted in the same moment, so it may be off by some, but not below.
                        Row.of(Math.max(0, door.connections() - sockets), KIND, "http"),
                        Row.of(door.sockets().legacy(), KIND, LEGACY),
                        Row.of(door.sockets().resumable(), KIND, V2)),
                Family.gauge(
                        "messenger_polls_waiting",
                        "Requests that wait for events of a chat.",
                        Row.of(polls.getAsInt())));
    }

    private static List<MetricSnapshot> arrivals(DoorNumbers.Arrivals arrivals) {
        return List.of(
                Family.counter(
                        "messenger_connections_admitted",
                        "Connections that there was room for.",
                        Row.of(arrivals.admitted())),
                Family.counter(
                        "messenger_connections_refused",
                        "Connections that there was no room for: on the server, of their address, or"
                                + " in so short a time.",
                        Row.of(arrivals.refusedAll(), REASON, "server_full"),
                        Row.of(arrivals.refusedOfAddress(), REASON, "address_full"),
                        Row.of(arrivals.refusedTooFast(), REASON, "address_too_fast")),
                Family.counter(
                        "messenger_tls_handshakes",
                        "TLS handshakes that are over.",
                        Row.of(arrivals.handshakes(), "outcome", "done"),
                        Row.of(arrivals.failedHandshakes(), "outcome", "failed")));
    }

    private static List<MetricSnapshot> sockets(DoorNumbers.Sockets sockets) {
        return List.of(
                Family.counter(
                        "messenger_sockets_opened",
                        "WebSockets that were let in.",
                        Row.of(sockets.openedLegacy(), KIND, LEGACY),
                        Row.of(sockets.openedResumable(), KIND, V2)),
                Family.counter(
                        "messenger_sockets_closed",
                        "WebSockets that the server closed, by close code.",
                        sockets.closed().entrySet().stream()
                                .map(it -> Row.of(it.getValue(), "code", it.getKey().toString()))
                                .toList()),
                Family.gauge(
                        "messenger_sockets_lagging",
                        "WebSockets of v2 that get nothing new, because their peer reads too slowly.",
                        Row.of(sockets.stalled())),
                Family.counter(
                        "messenger_frames_sent",
                        "Frames of text handed to WebSockets.",
                        Row.of(sockets.sent())));
    }

    private static List<MetricSnapshot> loops(List<DoorNumbers.Loop> loops) {
        return List.of(
                Family.durations(
                        "messenger_loop_lag_seconds",
                        "How late an event loop came to a task that it had been given for a moment.",
                        IntStream.range(0, loops.size())
                                .mapToObj(i -> Counted.of(loops.get(i).late(), "loop", "" + i))
                                .toList()),
                Family.gauge(
                        "messenger_loop_tasks",
                        "Tasks that wait for an event loop.",
                        IntStream.range(0, loops.size())
                                .mapToObj(i -> Row.of(loops.get(i).tasks(), "loop", "" + i))
                                .toList()));
    }

    private static List<MetricSnapshot> buffers(DoorNumbers.Buffers buffers) {
        return List.of(
                Family.gauge(
                        "messenger_buffers_bytes",
                        "Memory of Netty's allocator.",
                        Row.of(buffers.heap(), "area", "heap"),
                        Row.of(buffers.direct(), "area", "direct")));
    }
}
