package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs `initdb`, `postgres --single` and `pg_ctl` to their end, each within a limit.
///
/// PostgreSQL refuses to run as root. As root each program therefore starts in a user namespace of its
/// own, where it is nobody, while its files still belong to root outside.
final class PostgresPrograms {

    private static final Pattern COMPLAINT =
            Pattern.compile("(?:ERROR|FATAL|PANIC|error): +(.*)|LOG: +(could not .*)");

    /// How a program ended and what it printed.
    record Ended(boolean well, String output) {

        /// What it complained of, in one line for a user; all it printed where it did not.
        String reason() {
            List<String> complaints =
                    output.lines()
                            .map(COMPLAINT::matcher)
                            .filter(Matcher::find)
                            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                            .distinct()
                            .toList();
            return complaints.isEmpty()
                    ? output.strip().replace('\n', ' ')
                    : String.join("; ", complaints);
        }
    }

    private final PostgresBinaries binaries;
    private final Path outputs;
    private final List<String> prefix;

    PostgresPrograms(PostgresBinaries binaries, Path outputs) throws IOException {
        refuseWhatAShellReads(binaries.home());
        refuseWhatAShellReads(outputs);
        this.binaries = binaries;
        this.outputs = outputs;
        Files.createDirectories(outputs);
        this.prefix =
                Owner.ofThisProcess() == Owner.ROOT ? List.of("unshare", "--user") : List.of();
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

    /// `pg_ctl` starts PostgreSQL through a shell, with the paths in double quotes.
    private static void refuseWhatAShellReads(Path path) {
        if (path.toString().chars().anyMatch(character -> "\"$`\\\n".indexOf(character) >= 0)) {
            throw new DatabaseUnavailable(
                    "PostgreSQL cannot work in %s: choose a path without quotes, $, ` and \\."
                            .formatted(path));
        }
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
        Path printed = outputs.resolve(name + ".out"); // a file, so that nobody need read along
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
        } catch (IOException notRead) {
            // It has ended before reading: its output, looked at below, says why.
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
