package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// Where PostgreSQL is unpacked: in the user's cache, else, for a user without one, beside the data.
final class BinariesCache {
    private BinariesCache() {}

    /// `CACHE_DIRECTORY` is systemd's, for a unit that has one.
    static Path directory(Path dataDirectory) throws IOException {
        Path ofTheUser =
                Stream.of(
                                System.getenv("CACHE_DIRECTORY"),
                                System.getenv("XDG_CACHE_HOME"),
                                System.getProperty("user.home") + "/.cache")
                        .filter(Objects::nonNull)
                        .map(cache -> Path.of(cache, "messenger"))
                        .findFirst()
                        .orElseThrow();
        if (ofTheUser.isAbsolute() && canBeMade(ofTheUser)) {
            return ofTheUser;
        }
        return Files.createDirectories(dataDirectory.resolve("cache"));
    }

    private static boolean canBeMade(Path directory) {
        try {
            return Files.isWritable(Files.createDirectories(directory));
        } catch (IOException noHome) {
            return false;
        }
    }
}
