package dev.messenger.storage;

/// The connection was lost while something small was being stored: it may have been, or not. Nothing
/// of the kind happens to a [ChatLog], which finds out.
public final class OutcomeUnknown extends StorageUnavailable {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}
