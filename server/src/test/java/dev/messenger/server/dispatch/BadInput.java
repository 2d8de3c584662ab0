package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Values that hardly a field should take, and what each kind of field must say to them.
public final class BadInput {

    private BadInput() {}

    public enum Kind {
        ID,
        /// The caller's own; that it is wrong is told like a wrong password.
        OWN_ID,
        /// A number that may be absent.
        OFFSET,
        TEXT,
        OPTIONAL_TEXT,
        TIME,
        OPTIONAL_FLAG,
        OPTIONAL_ID,
        OPTIONAL_TIME,
        /// A UUID.
        KEY
    }

    public enum Shape {
        ABSENT,
        NULL,
        FLAG,
        STRUCTURE,
        FRACTION,
        NOT_POSITIVE,
        OVER_31_BITS,
        OVER_53_BITS,
        OVER_63_BITS,
        STRING,
        UNSTORABLE_STRING,
        TOO_LONG_STRING
    }

    /// @param json as it stands in a body; `""` if absent
    public record Value(Shape shape, String json) {

        /// What stands in a form.
        public String text() {
            return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
        }
    }

    /// @param good a value that is taken, as JSON
    /// @param most the longest that is taken; 0 if any is
    public record Field(Kind kind, String good, int most) {}

    /// A body or frame with one field gone bad.
    public record Case(Map<String, String> body, String field, Kind kind, Value value) {

        public String json() {
            return BadInput.json(body);
        }

        /// Why it must be refused; empty if that depends on more than the field.
        public Optional<Reason> expected() {
            return BadInput.expected(kind, value.shape());
        }

        @Override
        public String toString() {
            String json = value.json();
            return field
                    + " = "
                    + value.shape()
                    + " "
                    + json.substring(0, Math.min(40, json.length()));
        }
    }

    private static final List<Value> VALUES =
            List.of(
                    new Value(Shape.ABSENT, ""),
                    new Value(Shape.NULL, "null"),
                    new Value(Shape.FLAG, "true"),
                    new Value(Shape.STRUCTURE, "[]"),
                    new Value(Shape.STRUCTURE, "[1]"),
                    new Value(Shape.STRUCTURE, "[\"a\"]"),
                    new Value(Shape.STRUCTURE, "{}"),
                    new Value(Shape.STRUCTURE, "{\"$gt\":\"\"}"),
                    new Value(Shape.FRACTION, "5.5"),
                    new Value(Shape.FRACTION, "1.0"),
                    new Value(Shape.FRACTION, "1e3"),
                    new Value(Shape.FRACTION, "1e999999999"),
                    new Value(Shape.NOT_POSITIVE, "-9223372036854775808"),
                    new Value(Shape.NOT_POSITIVE, "-1"),
                    new Value(Shape.NOT_POSITIVE, "-0"),
                    new Value(Shape.NOT_POSITIVE, "0"),
                    new Value(Shape.OVER_31_BITS, "2147483648"),
                    new Value(Shape.OVER_31_BITS, "9007199254740991"),
                    new Value(Shape.OVER_53_BITS, "9007199254740992"),
                    new Value(Shape.OVER_53_BITS, "9223372036854775807"),
                    new Value(Shape.OVER_63_BITS, "9223372036854775808"),
                    new Value(Shape.STRING, "\"\""),
                    new Value(Shape.STRING, "\" \""),
                    new Value(Shape.STRING, "\"5x\""),
                    new Value(Shape.STRING, "\"٣\""),
                    new Value(Shape.STRING, "\"true\""),
                    new Value(Shape.STRING, "\"0x10\""),
                    new Value(Shape.STRING, "\"+5\""),
                    new Value(Shape.STRING, "\" 5\""),
                    new Value(Shape.STRING, "\"5\\r\\nX-Evil: 1\""),
                    new Value(Shape.STRING, "\"\\\"\""),
                    new Value(Shape.STRING, "\"\\\\\""),
                    new Value(Shape.STRING, "\"a/b;c?d#e%2e%00\""),
                    new Value(Shape.STRING, "\"$(id)`id`|id\""),
                    new Value(Shape.STRING, "\"\\u001b[31m\\u0007\""),
                    new Value(Shape.STRING, "\"' OR '1'='1\""),
                    new Value(Shape.STRING, "\"'; DROP TABLE users; --\""),
                    new Value(Shape.STRING, "\"1 OR 1=1\""),
                    new Value(Shape.STRING, "\"%_%\""),
                    new Value(Shape.STRING, "\"../../../etc/passwd\""),
                    new Value(Shape.STRING, "\"<script>alert(1)</script>\""),
                    new Value(Shape.STRING, "\"${jndi:ldap://x}\""),
                    new Value(Shape.STRING, "\"\u202e\u200b\ufeff😀\""),
                    new Value(Shape.UNSTORABLE_STRING, "\"\\u0000\""),
                    new Value(Shape.UNSTORABLE_STRING, "\"a\\u0000b\""));

    private static final List<Value> HALF_CHARACTERS =
            List.of(
                    new Value(Shape.UNSTORABLE_STRING, "\"\\ud800\""),
                    new Value(Shape.UNSTORABLE_STRING, "\"a\\udc00b\""));

    /// Each field with each value that JSON can hold.
    public static List<Case> inJson(Map<String, Field> fields) {
        List<Case> cases = cases(fields, value -> true);
        fields.forEach(
                (name, field) -> HALF_CHARACTERS.forEach(it -> cases.add(with(fields, name, it))));
        return cases;
    }

    /// Each field with each value that a form can hold: there, all is text.
    public static List<Case> inForms(Map<String, Field> fields) {
        return cases(
                fields,
                value ->
                        switch (value.shape()) {
                            case NULL, FLAG, STRUCTURE -> false;
                            default -> true;
                        });
    }

    private static List<Case> cases(
            Map<String, Field> fields, java.util.function.Predicate<Value> wanted) {
        List<Case> cases = new ArrayList<>();
        fields.forEach(
                (name, field) -> {
                    VALUES.stream().filter(wanted).forEach(it -> cases.add(with(fields, name, it)));
                    if (field.most() > 0) {
                        String tooLong = "\"" + "x".repeat(field.most() + 1) + "\"";
                        cases.add(with(fields, name, new Value(Shape.TOO_LONG_STRING, tooLong)));
                    }
                });
        return cases;
    }

    private static Case with(Map<String, Field> fields, String name, Value value) {
        Map<String, String> body = good(fields);
        if (value.shape() == Shape.ABSENT) {
            body.remove(name);
        } else {
            body.put(name, value.json());
        }
        Field field = Optional.ofNullable(fields.get(name)).orElseThrow();
        return new Case(body, name, field.kind(), value);
    }

    public static Map<String, String> good(Map<String, Field> fields) {
        Map<String, String> body = new LinkedHashMap<>();
        fields.forEach((name, field) -> body.put(name, field.good()));
        return body;
    }

    public static String json(Map<String, String> body) {
        return body.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Optional<Reason> expected(Kind kind, Shape shape) {
        Function<Reason, Optional<Reason>> because = Optional::of;
        boolean optional =
                switch (kind) {
                    case OFFSET, OPTIONAL_TEXT, OPTIONAL_FLAG, OPTIONAL_ID, OPTIONAL_TIME -> true;
                    case ID, OWN_ID, TEXT, TIME, KEY -> false;
                };
        boolean text = kind == Kind.TEXT || kind == Kind.OPTIONAL_TEXT;
        boolean id = kind == Kind.ID || kind == Kind.OPTIONAL_ID;
        // Those that are no number, whatever it is.
        boolean flag = kind == Kind.OPTIONAL_FLAG || kind == Kind.KEY;
        boolean parsed = kind == Kind.TIME || kind == Kind.OPTIONAL_TIME || kind == Kind.KEY;
        return switch (shape) {
            case ABSENT, NULL -> optional ? Optional.empty() : because.apply(Reason.MISSING_FIELD);
            case FLAG ->
                    kind == Kind.OPTIONAL_FLAG
                            ? Optional.empty()
                            : because.apply(Reason.INVALID_TYPE);
            case STRUCTURE, FRACTION -> because.apply(Reason.INVALID_TYPE);
            case NOT_POSITIVE ->
                    text || flag
                            ? because.apply(Reason.INVALID_TYPE)
                            : id ? because.apply(Reason.OUT_OF_RANGE) : Optional.empty();
            case OVER_31_BITS ->
                    text || flag ? because.apply(Reason.INVALID_TYPE) : Optional.empty();
            case OVER_53_BITS ->
                    text || flag
                            ? because.apply(Reason.INVALID_TYPE)
                            : kind == Kind.OWN_ID
                                    ? Optional.empty()
                                    : because.apply(Reason.OUT_OF_RANGE);
            case OVER_63_BITS ->
                    text || flag
                            ? because.apply(Reason.INVALID_TYPE)
                            : because.apply(Reason.OUT_OF_RANGE);
            case STRING ->
                    text
                            ? Optional.empty()
                            : because.apply(parsed ? Reason.INVALID_VALUE : Reason.INVALID_TYPE);
            case UNSTORABLE_STRING ->
                    because.apply(
                            text
                                    ? Reason.INVALID_CHARACTER
                                    : parsed ? Reason.INVALID_VALUE : Reason.INVALID_TYPE);
            case TOO_LONG_STRING -> because.apply(Reason.TOO_LONG);
        };
    }
}
