package dev.messenger.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir private Path cache;

    @Test
    void twoWhoUnpackAtOnceGetTheSameWholeProgramsAndOldRemainsGo() throws IOException {
        Path remains = Files.createDirectories(cache.resolve("postgresql-18-0.part-killed/bin"));
        Files.writeString(remains.resolve("postgres"), "half");
        Files.setLastModifiedTime(
                remains.getParent(), FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        var unpacked =
                List.of(
                        CompletableFuture.supplyAsync(this::unpack),
                        CompletableFuture.supplyAsync(this::unpack));

        Path home = unpacked.getFirst().join().home();
        assertThat(unpacked.getLast().join().home()).isEqualTo(home);
        assertThat(FileTree.children(cache)).containsExactly(home);
        assertThat(version(home.resolve("bin/postgres"))).startsWith("postgres (PostgreSQL) 18.");
        assertThat(home.resolve("include")).doesNotExist();
    }

    private PostgresBinaries unpack() {
        try {
            return PostgresBinaries.unpackedIn(cache);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String version(Path postgres) throws IOException {
        var process = new ProcessBuilder(postgres.toString(), "--version").start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
