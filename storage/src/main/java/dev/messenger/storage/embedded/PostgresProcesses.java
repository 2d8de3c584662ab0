package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// PostgreSQL's living processes whose working directory is the given one, as the kernel knows them.
///
/// A pid file may be stale and its number somebody else's by now; that a process' program is `postgres`
/// and its working directory the cluster's is true of that cluster's postmaster and its children alone.
record PostgresProcesses(Path directory, List<ProcessHandle> handles) {
    private static final Set<String> PROGRAMS = Set.of("postgres", "initdb", "pg_ctl");

    static PostgresProcesses in(Path directory) {
        return new PostgresProcesses(
                directory,
                ProcessHandle.allProcesses()
                        .filter(process -> worksIn(directory, process.pid()))
                        .toList());
    }

    boolean none() {
        return handles.isEmpty();
    }

    boolean include(long pid) {
        return handles.stream().anyMatch(process -> process.pid() == pid);
    }

    /// A killed postmaster's children end by themselves; this is for those that cannot.
    void killAll() {
        handles.forEach(ProcessHandle::destroyForcibly);
        if (!goneWithin(Duration.ofSeconds(10))) {
            throw new DatabaseUnavailable(
                    "A PostgreSQL that was left running in %s does not end: stop process %s."
                            .formatted(directory, handles.getFirst().pid()));
        }
    }

    /// Looks again and again: not every init process reaps at once, and `ProcessHandle` takes a zombie
    /// for alive, while the kernel has already forgotten its directory.
    boolean goneWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        boolean gone = false;
        while (!gone && System.nanoTime() - deadline < 0) {
            gone = handles.stream().noneMatch(process -> worksIn(directory, process.pid()));
            if (!gone) {
                LockSupport.parkNanos(5_000_000);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return gone;
    }

    /// Whether that process is PostgreSQL's, at work in the directory.
    static boolean worksIn(Path directory, long pid) {
        Path facts = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readSymbolicLink(facts.resolve("cwd")).equals(directory)
                    && PROGRAMS.contains(name(Files.readSymbolicLink(facts.resolve("exe"))));
        } catch (IOException endedOrSomebodyElses) {
            return false;
        }
    }

    /// The kernel marks a program whose file was replaced meanwhile.
    private static String name(Path program) {
        return String.valueOf(program.getFileName()).replace(" (deleted)", "");
    }
}
