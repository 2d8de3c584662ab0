package dev.messenger.protocol;

/// What a field may be, at least and at most.
public record Bounds(Unit unit, long least, long most) {

    public enum Unit {
        /// The number itself.
        VALUE,
        /// Code points of a text.
        CHARACTERS,
        /// Bytes of a text in UTF-8.
        BYTES,
        /// Members of an object.
        ENTRIES
    }
}
