package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// How many WebSockets there are and were. Event loops count; any thread reads.
final class SocketMeter {

    private final LongAdder legacy = new LongAdder();
    private final LongAdder resumable = new LongAdder();
    private final LongAdder openedLegacy = new LongAdder();
    private final LongAdder openedResumable = new LongAdder();
    private final LongAdder stalled = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final Map<CloseCode, LongAdder> closed = new EnumMap<>(CloseCode.class);

    SocketMeter() {
        for (CloseCode code : CloseCode.values()) {
            closed.put(code, new LongAdder());
        }
    }

    void opened(boolean speaksPart2) {
        (speaksPart2 ? resumable : legacy).increment();
        (speaksPart2 ? openedResumable : openedLegacy).increment();
    }

    void gone(boolean speaksPart2) {
        (speaksPart2 ? resumable : legacy).decrement();
    }

    /// The peer of one of Part 2 began to read too slowly, or does no longer.
    void stalled(boolean now) {
        stalled.add(now ? 1 : -1);
    }

    /// A frame of text was handed to its channel.
    void sent() {
        sent.increment();
    }

    /// We began to close one.
    void closing(CloseCode why) {
        Objects.requireNonNull(closed.get(why)).increment();
    }

    DoorNumbers.Sockets numbers() {
        Map<Integer, Long> byCode = new TreeMap<>();
        closed.forEach((code, count) -> byCode.merge(code.code(), count.sum(), Long::sum));
        return new DoorNumbers.Sockets(
                legacy.sum(),
                resumable.sum(),
                stalled.sum(),
                openedLegacy.sum(),
                openedResumable.sum(),
                sent.sum(),
                byCode);
    }
}
