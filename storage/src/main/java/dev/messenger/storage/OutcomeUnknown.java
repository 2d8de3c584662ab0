package dev.messenger.storage;

/// The connection was lost while a commit was under way: it may have been stored, or not.
///
/// Whoever catches this must find out before answering anyone, by asking again under the same key
/// (see [ChatLog]).
public final class OutcomeUnknown extends StorageUnavailable {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}
