package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What processes have used of the processors so far, as the kernel counts it: utime and stime.
public final class Consumption {

    /// The kernel's unit (USER_HZ, which is 100 wherever Java runs).
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    private final ProcessHandle root;
    private final boolean descendants;

    private Consumption(ProcessHandle root, boolean descendants) {
        this.root = root;
        this.descendants = descendants;
    }

    /// Of one process, and of what it started and waited for.
    public static Consumption of(ProcessHandle process) {
        return new Consumption(process, false);
    }

    /// Of a process and all below it, those that have ended included.
    public static Consumption ofTree(ProcessHandle process) {
        return new Consumption(process, true);
    }

    public double seconds() {
        return (descendants ? Stream.concat(Stream.of(root), root.descendants()) : Stream.of(root))
                .mapToDouble(process -> seconds(process.pid()))
                .sum();
    }

    private static double seconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name before them may hold blanks, but ends with the last bracket.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = USER; i <= CHILDREN_SYSTEM; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (NoSuchFileException ended) {
            // Its parent has taken over what it used.
            return 0;
        } catch (IOException e) {
            // Between being opened and being read.
            if (Files.notExists(Path.of("/proc/" + pid))) {
                return 0;
            }
            throw new UncheckedIOException(e);
        }
    }
}
