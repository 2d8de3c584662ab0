package dev.messenger.notify;

import java.nio.file.Path;

/// The service-account file cannot be used; the message is one sentence for the operator and holds
/// nothing of the file's content.
public final class BadCredentials extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadCredentials(Path file, String fault) {
        super("Firebase credentials: %s: %s.".formatted(file, fault));
    }
}
