package dev.messenger.server.delivery;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Reason;
import dev.messenger.server.meter.Histogram;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How long the frames of one part took to be answered, by type, and why some were refused. What there
/// is to count is known from the start, so that no frame adds to it.
///
/// All conversations of the part note, on whatever thread answers; any thread reads.
public final class FrameMeter {

    private final Map<Class<?>, Histogram> byType;
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

    /// @param frames a sealed interface with a record for each type
    private FrameMeter(Class<?> frames) {
        byType =
                Arrays.stream(frames.getPermittedSubclasses())
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Function.identity(), _ -> Histogram.ofDurations()));
        for (Reason reason : Reason.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    /// Of both parts.
    public record Both(FrameMeter legacy, FrameMeter resumable) {}

    /// With nothing noted yet.
    public static Both ofBothParts() {
        return new Both(new FrameMeter(ClientFrame.class), new FrameMeter(Command.class));
    }

    /// A frame was answered, with a refusal too.
    ///
    /// @param received when it came, by [System#nanoTime]
    void answered(Object frame, long received) {
        Objects.requireNonNull(byType.get(frame.getClass())).recordSince(received);
    }

    /// One was refused, readable or not.
    void refused(Reason reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }

    /// In nanoseconds from the frame to its answer, by the `type` on the wire.
    public Map<String, Histogram.Counts> byType() {
        return byType.entrySet().stream()
                .collect(Collectors.toMap(it -> typeOf(it.getKey()), it -> it.getValue().counts()));
    }

    /// How many, by the reason.
    public Map<Reason, Long> refused() {
        return refused.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().sum()));
    }

    /// The records have the names of the types, in the manner of Java.
    private static String typeOf(Class<?> frame) {
        return frame.getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
