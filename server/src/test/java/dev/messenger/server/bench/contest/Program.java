package dev.messenger.server.bench.contest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Another program, which ends with this one at the latest. What it prints goes to a file.
///
/// Used on the main thread; a virtual one reads what it prints.
public final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final Pattern ready;
    private final CompletableFuture<MatchResult> found = new CompletableFuture<>();
    private final Thread hook;

    private Program(Process process, Path log, Pattern ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
        this.hook = new Thread(process::destroy);
    }

    /// Starts it.
    ///
    /// @param log where its output goes
    /// @param ready how the line begins or reads by which it says that it serves
    public static Program start(
            List<String> command, Map<String, String> environment, Path log, Pattern ready)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MESSENGER_"));
        builder.environment().putAll(environment);
        Program program = new Program(builder.start(), log, ready);
        // Ctrl-C, too, leaves nothing running.
        Runtime.getRuntime().addShutdownHook(program.hook);
        Thread.ofVirtual().start(program::readAlong);
        return program;
    }

    /// Waits for the line that says that it serves.
    ///
    /// @throws IllegalStateException with what it printed, if it ended before
    public MatchResult ready() {
        try {
            return found.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "%s does not serve: %s".formatted(log, e.getCause()), e);
        }
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /// What went wrong and was logged, a line each.
    public List<String> errors() throws IOException {
        return Files.readAllLines(log).stream().filter(line -> line.contains(" ERROR ")).toList();
    }

    private void readAlong() {
        try (BufferedReader lines = process.inputReader();
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(line);
                Matcher matcher = ready.matcher(line);
                if (!found.isDone() && matcher.find()) {
                    found.complete(matcher.toMatchResult());
                }
            }
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
        if (!found.isDone()) {
            found.completeExceptionally(new IllegalStateException("ended: " + said()));
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Stops it as Ctrl-C does, or by force if that does not help.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAnyway) {
            // This program is about to end, and the hook is at work.
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
