package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Users as numbers, which is how PostgreSQL and the kernel compare them.
final class Owner {
    static final int ROOT = 0;

    private Owner() {}

    static int of(Path file) throws IOException {
        return (int) Objects.requireNonNull(Files.getAttribute(file, "unix:uid"));
    }

    static int ofThisProcess() throws IOException {
        return of(Path.of("/proc/self"));
    }
}
