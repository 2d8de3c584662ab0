package dev.messenger.server.dispatch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Range` header asks of a file (RFC 9110 section 14.1.2).
///
/// A header that is malformed, or asks for several ranges, is ignored, as section 14.2 allows.
sealed interface ByteRange {

    Whole WHOLE = new Whole();

    record Whole() implements ByteRange {}

    /// @param last is included
    record Part(long first, long last) implements ByteRange {}

    record Unsatisfiable() implements ByteRange {}

    Pattern ONE =
            Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    static ByteRange parse(String header, long size) {
        Matcher range = ONE.matcher(header);
        if (!range.matches()) {
            return WHOLE;
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? WHOLE : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return WHOLE;
        }
        return first < size ? new Part(first, last) : new Unsatisfiable();
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, size - length), size - 1);
    }
}
