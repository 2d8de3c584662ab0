package dev.messenger.server.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server in a process of its own, as scripts/run starts it, on a database that is given to it.
///
/// Started and stopped by the saboteur. What it prints is kept beside its data.
final class ServerUnderTest implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("serves at https://localhost:(\\d+)");
    private static final Path JVM_OPTIONS = Path.of("../scripts/jvm.options").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 60;

    /// Those that must not outlive this JVM, however it ends.
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path directory;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServerUnderTest(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
    }

    /// How to start one, any number of times.
    ///
    /// @param java options of the JVM, the class path among them
    /// @param flags those that name the database
    record Program(List<String> java, List<String> flags, String password) {

        /// @param directory of this server's own data
        ServerUnderTest start(Path directory) throws IOException {
            Files.createDirectories(directory);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("@" + JVM_OPTIONS);
            command.addAll(java);
            command.add("dev.messenger.server.Main");
            command.addAll(
                    List.of(
                            "--host=127.0.0.1",
                            "--port=0",
                            "--data-dir=" + directory,
                            "--limits=off",
                            "--bcrypt-cost=4"));
            command.addAll(flags);
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("MESSENGER_DATABASE_PASSWORD", password);
            ServerUnderTest server = new ServerUnderTest(directory, builder.start());
            Thread.ofVirtual().start(server::readAlong);
            return server;
        }
    }

    private void readAlong() {
        List<String> printed = new ArrayList<>();
        Path log = directory.resolve("log");
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Files.writeString(
                        log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (port.isDone()) {
                    continue;
                }
                printed.add(line);
                Matcher address = ADDRESS.matcher(line);
                if (address.find()) {
                    port.complete(Integer.parseInt(address.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(
                new IllegalStateException("no server: " + String.join("\n", printed)));
    }

    /// Waits until it serves.
    Address address() throws IOException {
        int number = port.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return Address.of(number, directory.resolve("certificate.pem"));
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// SIGTERM: it drains and ends.
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The server did not end within a minute.");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Lines that tell of something the server had not foreseen.
    static List<String> errors(Path directory) {
        try (var lines = Files.lines(directory.resolve("log"))) {
            return lines.filter(line -> line.contains(" ERROR ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
