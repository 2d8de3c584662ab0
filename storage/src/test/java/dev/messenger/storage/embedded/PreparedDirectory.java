package dev.messenger.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/// A data directory whose cluster exists, made once for a test class and copied for each test, because
/// making one takes a second or more.
record PreparedDirectory(Path original) {

    static PreparedDirectory in(Path original) {
        EmbeddedDatabase.open(original).close();
        return new PreparedDirectory(original);
    }

    void copyTo(Path directory) throws IOException, InterruptedException {
        var copying =
                new ProcessBuilder("cp", "-a", original + "/.", directory.toString())
                        .inheritIO()
                        .start();
        assertThat(copying.waitFor()).isZero();
    }
}
