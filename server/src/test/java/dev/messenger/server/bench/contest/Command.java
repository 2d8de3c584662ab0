package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/// A program that does its work and ends, such as wrk or pgbench. Waited for on the main thread.
public final class Command {

    private Command() {}

    /// @param log is added to
    /// @return all that it printed
    /// @throws IllegalStateException with what it printed, if it failed
    public static String run(List<String> command, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread hook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        String said;
        try (var in = process.getInputStream()) {
            said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(hook);
        Files.writeString(
                log,
                "$ " + String.join(" ", command) + "\n" + said + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        if (code != 0) {
            throw new IllegalStateException(command.getFirst() + " failed: " + said);
        }
        return said;
    }
}
