package dev.messenger.storage.embedded;

import java.nio.file.Path;

/// The data directory was written by another major version of PostgreSQL; it has not been touched.
public final class WrongDatabaseVersion extends DatabaseUnavailable {
    private static final long serialVersionUID = 1L;

    WrongDatabaseVersion(Path cluster, String found, String expected) {
        super(
                "%s holds data of PostgreSQL %s, but this server brings PostgreSQL %s: dump it with the old version and load it into a new data directory."
                        .formatted(cluster, found, expected));
    }
}
