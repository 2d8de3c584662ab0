package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The program in a process of its own, as scripts/run starts it, so that it can be killed.
final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("serves at https://localhost:(\\d+)");
    private static final Path JVM_OPTIONS = Path.of("../scripts/jvm.options").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 60;

    private final Path dataDir;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServerProcess(Path dataDir, Process process) {
        this.dataDir = dataDir;
        this.process = process;
    }

    /// Returns when it serves.
    static ServerProcess start(Path dataDir) throws IOException {
        ServerProcess server =
                new ServerProcess(dataDir, program(dataDir).redirectErrorStream(true).start());
        Thread.ofVirtual().start(server::readAlong);
        return server;
    }

    /// How a start ended that had to fail.
    record Ended(int code, List<String> errors) {}

    static Ended startInVain(Path dataDir, Path directory)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path errors = directory.resolve("errors");
        Process process =
                program(dataDir)
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readAllLines(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProcessBuilder program(Path dataDir) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + JVM_OPTIONS,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.messenger.server.Main",
                "--host=127.0.0.1",
                "--port=0",
                "--data-dir=" + dataDir,
                "--limits=off",
                "--bcrypt-cost=4");
    }

    private void readAlong() {
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                Matcher address = ADDRESS.matcher(line);
                if (address.find()) {
                    port.complete(Integer.parseInt(address.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(new AssertionError(String.join("\n", printed)));
    }

    int port() {
        return port.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// SIGKILL for the server and every process of its database, and waits until all are gone.
    void kill() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        ProcessHandle postmaster = ProcessHandle.of(postmasterId()).orElseThrow();
        // The number could be anybody's.
        assertThat(postmaster.info().commandLine().orElse("")).contains(dataDir.toString());
        all.add(postmaster);
        postmaster.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        Stream<CompletableFuture<ProcessHandle>> gone = all.stream().map(ProcessHandle::onExit);
        CompletableFuture.allOf(gone.toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private long postmasterId() throws IOException {
        return Long.parseLong(
                Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).getFirst().strip());
    }

    /// Stops it as Ctrl-C does, unless it was killed.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
