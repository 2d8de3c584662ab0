package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The living processes of the PostgreSQL that works in one directory, as the kernel knows them.
///
/// A pid file may be stale and its number somebody else's by now; that a process' program is `postgres`
/// and its working directory the cluster's is true of our postmaster and its children alone.
record PostgresProcesses(Path cluster, List<ProcessHandle> handles) {

    static PostgresProcesses in(Path cluster) {
        return new PostgresProcesses(
                cluster,
                ProcessHandle.allProcesses().filter(process -> worksIn(cluster, process)).toList());
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
                            .formatted(cluster, handles.getFirst().pid()));
        }
    }

    /// Looks again and again, because `ProcessHandle.onExit` takes seconds to notice the end of a process
    /// that is not a child of this JVM.
    boolean goneWithin(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (handles.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return true;
    }

    private static boolean worksIn(Path cluster, ProcessHandle process) {
        Path facts = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(facts.resolve("cwd")).equals(cluster)
                    && Files.readSymbolicLink(facts.resolve("exe"))
                            .getFileName()
                            .toString()
                            .startsWith("postgres");
        } catch (IOException endedOrAnotherUsers) {
            return false;
        }
    }
}
