package dev.messenger.server.net;

/// The server cannot listen, or not with this certificate; the message is one sentence for whoever
/// started it.
public final class CannotOpen extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotOpen(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    CannotOpen(String sentence) {
        super(sentence);
    }
}
