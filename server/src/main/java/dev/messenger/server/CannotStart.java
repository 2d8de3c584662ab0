package dev.messenger.server;

/// The server cannot start as things are; the message is one sentence for the operator.
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
