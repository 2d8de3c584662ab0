package dev.messenger.protocol;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was asked for is refused, for a reason that the asker is told; the connection lives.
///
/// Thrown by whoever notices, turned into a status or an error frame in one place each. It carries no
/// stack trace: a refusal is an answer, not a fault.
public final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String text;
    private final transient Optional<String> field;
    private final transient Optional<Duration> retryAfter;
    private final transient Map<String, Object> facts;
    private final transient Optional<Bounds> bounds;

    private Rejected(
            Reason reason,
            String text,
            Optional<String> field,
            Optional<Duration> retryAfter,
            Map<String, Object> facts,
            Optional<Bounds> bounds) {
        super(text, null, false, false);
        this.reason = reason;
        this.text = text;
        this.field = field;
        this.retryAfter = retryAfter;
        this.facts = facts;
        this.bounds = bounds;
    }

    /// @param sentence one clear sentence for the asker; never repeats what was sent
    public static Rejected because(Reason reason, String sentence) {
        return new Rejected(
                reason, sentence, Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
    }

    /// @param field the wire name of the field at fault
    public static Rejected field(String field, Reason reason, String sentence) {
        return new Rejected(
                reason, sentence, Optional.of(field), Optional.empty(), Map.of(), Optional.empty());
    }

    /// @param bounds what the field would have had to keep to
    static Rejected outside(Bounds bounds, String field, Reason reason, String sentence) {
        return new Rejected(
                reason,
                sentence,
                Optional.of(field),
                Optional.empty(),
                Map.of(),
                Optional.of(bounds));
    }

    /// The one answer for what does not exist and for what is not the asker's.
    public static Rejected notFound(String sentence) {
        return because(Reason.NOT_FOUND, sentence);
    }

    public static Rejected retryLater(Reason reason, String sentence, Duration retryAfter) {
        return new Rejected(
                reason,
                sentence,
                Optional.empty(),
                Optional.of(retryAfter),
                Map.of(),
                Optional.empty());
    }

    /// The same with one more field in the answer, such as the id of what is in the way.
    public Rejected with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new Rejected(
                reason, text, field, retryAfter, Collections.unmodifiableMap(more), bounds);
    }

    public Reason reason() {
        return reason;
    }

    public String sentence() {
        return text;
    }

    public Optional<String> field() {
        return field;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public Map<String, Object> facts() {
        return facts;
    }

    /// What the field would have had to keep to; the API's description asks for it.
    public Optional<Bounds> bounds() {
        return bounds;
    }
}
