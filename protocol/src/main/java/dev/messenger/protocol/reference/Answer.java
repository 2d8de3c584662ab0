package dev.messenger.protocol.reference;

import java.util.List;

/// What a path answers when it does what it is asked for: a token that says it twice, to the compiler
/// by its type, and to the API's description by what it holds.
///
/// @param <T> what the function behind the path returns
@SuppressWarnings("UnusedTypeParameter") // Nothing holds a T: it is there for the compiler.
public final class Answer<T> {

    enum Kind {
        OBJECT,
        LIST,
        /// Any bytes, whole or in part.
        FILE,
        PICTURE,
        TEXT,
        /// A JSON object of somebody else's shape.
        DOCUMENT
    }

    private final Kind kind;
    private final Class<?> row;

    private Answer(Kind kind, Class<?> row) {
        this.kind = kind;
        this.row = row;
    }

    public static <T> Answer<T> one(Class<T> type) {
        return new Answer<>(Kind.OBJECT, type);
    }

    public static <T> Answer<List<T>> list(Class<T> row) {
        return new Answer<>(Kind.LIST, row);
    }

    /// A file's bytes, of which a part may be asked for.
    public static <T> Answer<T> file() {
        return new Answer<>(Kind.FILE, Void.class);
    }

    public static <T> Answer<T> picture() {
        return new Answer<>(Kind.PICTURE, Void.class);
    }

    /// Lines of plain text.
    public static <T> Answer<T> text() {
        return new Answer<>(Kind.TEXT, Void.class);
    }

    /// Any JSON object.
    public static <T> Answer<T> document() {
        return new Answer<>(Kind.DOCUMENT, Void.class);
    }

    Kind kind() {
        return kind;
    }

    Class<?> row() {
        return row;
    }
}
