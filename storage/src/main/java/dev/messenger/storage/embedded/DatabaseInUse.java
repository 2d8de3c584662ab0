package dev.messenger.storage.embedded;

import java.nio.file.Path;

/// Another server, in this JVM or another, runs on the same data directory.
public final class DatabaseInUse extends DatabaseUnavailable {
    private static final long serialVersionUID = 1L;

    DatabaseInUse(Path dataDirectory) {
        super(
                "The data directory %s is in use by another server: stop that one, or choose another directory."
                        .formatted(dataDirectory));
    }
}
