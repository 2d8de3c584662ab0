package dev.messenger.server.usecase;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that strangers can cause gives way to everybody else's when the processors are busy.
///
/// Called at the start of a platform thread, on that thread. A thread's own priority in Java means
/// nothing on Linux unless the whole JVM is told so. What anyone may do there is to make a thread
/// nicer, and to have it ask for long slices: nicer means a smaller share, but only who has a shorter
/// slice than it may interrupt it (Linux 6.12 and newer, sched_setattr(2)); else each thread that wakes
/// up to carry a message on waits for the end of a slice.
final class LowPriority {

    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);

    /// A tenth of what another thread gets, when both want it: what is asked for still gets done.
    private static final int NICE = 10;

    /// The longest there is; who asks for none has one or a few milliseconds.
    private static final Duration SLICE = Duration.ofMillis(100);

    private static final int CALLING_THREAD = 0;

    /// `struct sched_attr` as it first was.
    private static final StructLayout SCHED_ATTR =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("size"),
                    JAVA_INT.withName("policy"),
                    JAVA_LONG.withName("flags"),
                    JAVA_INT.withName("nice"),
                    JAVA_INT.withName("priority"),
                    JAVA_LONG.withName("runtime"),
                    JAVA_LONG.withName("deadline"),
                    JAVA_LONG.withName("period"));

    private LowPriority() {}

    /// Does nothing where there is no such call.
    static void takeForThisThread() {
        number().ifPresent(
                        number ->
                                Linker.nativeLinker()
                                        .defaultLookup()
                                        .find("syscall")
                                        .ifPresent(syscall -> call(syscall, number)));
    }

    /// Of sched_setattr, for which the C library of Debian 12 has no name.
    private static Optional<Long> number() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> Optional.of(314L);
            case "aarch64" -> Optional.of(274L);
            default -> Optional.empty();
        };
    }

    /// The method is restricted because a wrong signature would crash the JVM: this one is of
    /// syscall(2) and, behind the number, of sched_setattr(2).
    @SuppressWarnings("restricted")
    private static void call(MemorySegment syscall, long number) {
        MethodHandle set =
                Linker.nativeLinker()
                        .downcallHandle(
                                syscall,
                                FunctionDescriptor.of(
                                        JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
                                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocate(SCHED_ATTR);
            set(wanted, "size", (int) SCHED_ATTR.byteSize());
            set(wanted, "nice", NICE);
            SCHED_ATTR
                    .varHandle(PathElement.groupElement("runtime"))
                    .set(wanted, 0L, SLICE.toNanos());
            long failed = (long) set.invokeExact(number, CALLING_THREAD, wanted, 0);
            // Where it is forbidden, or the whole server is nicer already, all stays as it is.
            LOG.debug("event=low_priority failed={}", failed);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setattr", e);
        }
    }

    private static void set(MemorySegment wanted, String field, int value) {
        SCHED_ATTR.varHandle(PathElement.groupElement(field)).set(wanted, 0L, value);
    }
}
