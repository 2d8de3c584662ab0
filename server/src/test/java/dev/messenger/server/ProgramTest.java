package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own.
final class ProgramTest {

    private static final long LONGEST_SECONDS = 90;

    @Test
    void sigtermStopsTheServerAndItsDatabaseInOrder(@TempDir Path data) throws Exception {
        Process server = start("--host=127.0.0.1", "--port=0", "--data-dir=" + data);
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(linesUntil("Stop it", output))
                    .anyMatch(line -> line.startsWith("Messenger serves at https://localhost:"))
                    .anyMatch(line -> line.contains("push"));

            server.toHandle().destroy(); // Process.destroy would close its output too

            assertThat(output.lines().toList()).last().asString().contains("event=stopped");
            assertThat(server.waitFor()).isZero();
        }
        assertThat(data.resolve("postgres/PG_VERSION")).exists();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void whatKeepsItFromStartingIsOneSentenceAndAnExitCode(@TempDir Path data) throws Exception {
        Process server =
                start(
                        "--data-dir=" + data,
                        "--database-url=jdbc:postgresql://127.0.0.1:1/chat?password=secret");
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().toList())
                    .singleElement()
                    .asString()
                    .startsWith("messenger: The database at jdbc:postgresql://127.0.0.1:1/chat ");
            assertThat(server.waitFor()).isEqualTo(Main.CANNOT_START);
        }
    }

    /// A process that ends by itself or, in bounded time, by force.
    private static Process start(String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@../scripts/jvm.options");
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MESSENGER_"));
        Process process = builder.start();
        Executor later = CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS);
        CompletableFuture.runAsync(process::destroyForcibly, later);
        return process;
    }

    private static List<String> linesUntil(String last, BufferedReader output) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = output.readLine()) != null) {
            lines.add(line);
            if (line.contains(last)) {
                return lines;
            }
        }
        throw new AssertionError("it ended: " + lines);
    }
}
