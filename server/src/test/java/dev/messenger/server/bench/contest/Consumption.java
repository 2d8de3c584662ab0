package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What processes have used of the processors so far, as the kernel counts it: utime and stime.
public final class Consumption {

    /// The kernel's unit (USER_HZ, which is 100 wherever Java runs).
    private static final double TICKS_PER_SECOND = 100;

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
        Times before = Times.of(root.pid());
        if (!descendants) {
            return before.seconds();
        }
        // A child that is reaped meanwhile would be counted twice or not at all.
        while (true) {
            double below =
                    root.descendants().mapToDouble(child -> Times.of(child.pid()).seconds()).sum();
            Times after = Times.of(root.pid());
            if (after.reaped == before.reaped) {
                return after.seconds() + below;
            }
            before = after;
        }
    }

    /// In ticks.
    ///
    /// @param own of the process
    /// @param reaped of children that have ended and were waited for
    private record Times(long own, long reaped) {

        private static final int USER = 11;
        private static final int SYSTEM = 12;
        private static final int USER_OF_CHILDREN = 13;
        private static final int SYSTEM_OF_CHILDREN = 14;

        static Times of(long pid) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                // The name before them may hold blanks, but ends with the last bracket.
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                return new Times(
                        Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]),
                        Long.parseLong(fields[USER_OF_CHILDREN])
                                + Long.parseLong(fields[SYSTEM_OF_CHILDREN]));
            } catch (IOException e) {
                // It ended before it was read, or while it was.
                if (Files.notExists(Path.of("/proc/" + pid))) {
                    return new Times(0, 0);
                }
                throw new UncheckedIOException(e);
            }
        }

        double seconds() {
            return (own + reaped) / TICKS_PER_SECOND;
        }
    }
}
