package dev.messenger.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir private Path directory;

    @Test
    void aSecondServerInThisJvmIsTurnedAwayAndTheFirstKeepsItsHold() throws IOException {
        try (var held = DataDirectory.hold(directory)) {
            assertThatThrownBy(() -> EmbeddedDatabase.open(held.root()))
                    .isInstanceOf(DatabaseInUse.class);
            try (var other = OtherServer.start(directory)) {
                assertThat(other.awaitAnswer())
                        .startsWith("refused")
                        .contains("in use by another server");
            }
        }
        DataDirectory.hold(directory).close();
    }

    @Test
    void aSecondServerInAnotherProcessIsTurnedAwayInOneSentence() throws IOException {
        try (var other = OtherServer.start(directory)) {
            assertThat(other.awaitAnswer()).startsWith("ready");
            assertThatThrownBy(() -> EmbeddedDatabase.open(directory))
                    .isInstanceOf(DatabaseInUse.class)
                    .hasMessage(
                            "The data directory %s is in use by another server: stop that one, or choose another directory."
                                    .formatted(directory.toRealPath()));
            other.kill();
            EmbeddedDatabase.open(directory).close(); // a killed server's hold ends with it
        }
    }

    @Test
    void twoNamesOfADirectoryAreOneDirectory() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolveSibling("link"), directory);
        try (var held = DataDirectory.hold(directory)) {
            assertThatThrownBy(() -> DataDirectory.hold(link)).isInstanceOf(DatabaseInUse.class);
            assertThat(held.root()).isEqualTo(directory.toRealPath());
        } finally {
            Files.delete(link);
        }
    }
}
