package dev.messenger.protocol;

import dev.messenger.protocol.Bounds.Unit;

/// Bounds of single fields. Each check throws [Rejected] naming the field, or does nothing.
final class Check {

    /// Ids stay exact in every client's numbers (RFC 7493, section 2.2).
    static final long LARGEST_ID = (1L << 53) - 1;

    private Check() {}

    static void id(String field, long value) {
        range(field, value, 1, LARGEST_ID);
    }

    static void range(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw Rejected.outside(
                    new Bounds(Unit.VALUE, least, most),
                    field,
                    Reason.OUT_OF_RANGE,
                    "The field " + field + " must be from " + least + " to " + most + ".");
        }
    }

    /// @param least in code points, like `most`
    static void length(String field, String value, int least, int most) {
        // A code point takes one or two chars, so most texts need no counting.
        if (value.length() < least || value.codePointCount(0, value.length()) < least) {
            throw Rejected.outside(
                    new Bounds(Unit.CHARACTERS, least, most),
                    field,
                    Reason.TOO_SHORT,
                    "The field " + field + " must have at least " + least + " characters.");
        }
        if (value.length() > most && value.codePointCount(0, value.length()) > most) {
            throw Rejected.outside(
                    new Bounds(Unit.CHARACTERS, least, most),
                    field,
                    Reason.TOO_LONG,
                    "The field " + field + " must have at most " + most + " characters.");
        }
    }

    /// @param least in bytes of UTF-8, like `most`
    static void bytes(String field, String value, int least, int most) {
        int bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes < least) {
            throw Rejected.outside(
                    new Bounds(Unit.BYTES, least, most),
                    field,
                    Reason.TOO_SHORT,
                    "The field " + field + " must have at least " + least + " bytes.");
        }
        if (bytes > most) {
            throw Rejected.outside(
                    new Bounds(Unit.BYTES, least, most),
                    field,
                    Reason.TOO_LONG,
                    "The field " + field + " must have at most " + most + " bytes.");
        }
    }

    static void characters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw Rejected.because(
                        Reason.INVALID_CHARACTER, "The character U+0000 is not allowed.");
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw Rejected.because(
                            Reason.INVALID_CHARACTER, "Half of a surrogate pair is not allowed.");
                }
                i++;
            }
        }
    }
}
