package dev.messenger.server.bench.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// pgbench must ask what the server asks, or a ratio of the two says nothing.
final class ScriptsTest {

    private static final Path JDBC = Path.of("../storage/src/main/java/dev/messenger/storage/jdbc");
    private static final Path SCRIPTS = Path.of("../scripts/pgbench");

    @Test
    void historyIsTheSelectOfTheServer() throws IOException {
        assertThat(source("JdbcMessages")).contains(script("history.sql"));
    }

    @Test
    void searchIsTheSelectOfTheServerButForItsPattern() throws IOException {
        assertThat(source("JdbcUsers"))
                .contains(script("search.sql").replace("'%' || ? || '%'", "?"));
    }

    @Test
    void aBatchGoesInByTheInsertOfTheServer() throws IOException {
        String script = script("insert-batch.sql");

        assertThat(source("PostWrites")).contains(script.substring(0, script.indexOf(" FROM (")));
    }

    /// Without variables, comments and line breaks.
    private static String script(String name) throws IOException {
        return Files.readAllLines(SCRIPTS.resolve(name)).stream()
                .filter(line -> !line.startsWith("--") && !line.startsWith("\\"))
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replaceAll("(?<!:):[a-z]+", "?")
                .replaceAll(";$", "");
    }

    private static String source(String name) throws IOException {
        return Files.readString(JDBC.resolve(name + ".java"))
                .replace("\\\\", "\\")
                .replaceAll("\\s+", " ");
    }
}
