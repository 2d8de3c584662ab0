package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `initdb`, `postgres --single` and `pg_ctl` to their end, each within a limit.
///
/// PostgreSQL refuses to run as root. As root each program therefore starts in a user namespace of its
/// own, where it is nobody, while its files still belong to root outside.
final class PostgresPrograms {

    /// How a program ended and what it printed.
    record Ended(boolean well, String output) {

        /// The lines worth showing a user, as one.
        String reason() {
            List<String> errors =
                    output.lines()
                            .filter(line -> line.matches(".*(ERROR|FATAL|PANIC|error):.*"))
                            .toList();
            return String.join(" ", errors.isEmpty() ? output.lines().toList() : errors).strip();
        }
    }

    private final PostgresBinaries binaries;
    private final Path outputs;
    private final List<String> prefix;

    PostgresPrograms(PostgresBinaries binaries, Path outputs) throws IOException {
        this.binaries = binaries;
        this.outputs = outputs;
        Files.createDirectories(outputs);
        this.prefix = isRoot() ? List.of("unshare", "--user") : List.of();
        if (!prefix.isEmpty() && !namespacesAreAllowed()) {
            throw new DatabaseUnavailable(
                    "PostgreSQL does not run as root, and `unshare --user`, which would help, does not work here: run the server as an ordinary user, or give it a database of your own.");
        }
    }

    Ended run(Duration limit, String program, String... arguments) throws IOException {
        return run("", limit, program, arguments);
    }

    /// What the program reads from its standard input stays out of the process list.
    Ended run(String input, Duration limit, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        return execute(program, input, limit, command);
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private boolean namespacesAreAllowed() {
        List<String> attempt = new ArrayList<>(prefix);
        attempt.add("true");
        try {
            return execute("unshare", "", Duration.ofSeconds(10), attempt).well();
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private Ended execute(String name, String input, Duration limit, List<String> command)
            throws IOException {
        Path printed =
                outputs.resolve(name + ".out"); // a file, because pg_ctl's child may keep it open
        var builder =
                new ProcessBuilder(command)
                        .directory(outputs.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile());
        // Neither the caller's PGDATA, PGPORT and the like nor its language belong here.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (var standardInput = process.outputWriter()) {
            standardInput.write(input);
        }
        boolean inTime = endsWithin(limit, process);
        if (!inTime) {
            process.destroyForcibly();
        }
        return new Ended(inTime && process.exitValue() == 0, Files.readString(printed));
    }

    /// Waits even when interrupted, because a half-started or half-stopped database helps nobody.
    private static boolean endsWithin(Duration limit, Process process) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException waitOn) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
