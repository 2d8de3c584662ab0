package dev.messenger.server.usecase;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that strangers can cause gives way to everybody else's when the processors are busy.
///
/// Called at the start of a platform thread, on that thread. A thread's own priority in Java means
/// nothing on Linux unless the whole JVM is told so; its nice value, which anyone may raise, does.
final class LowPriority {

    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);

    /// A tenth of what another thread gets, when both want it: what is asked for still gets done.
    private static final int NICE = 10;

    /// Of setpriority(2): a process, which in Linux is a thread, and which one: this.
    private static final int PRIO_PROCESS = 0;

    private static final int CALLING_THREAD = 0;

    private LowPriority() {}

    /// Does nothing where a nice value is the whole process's.
    static void takeForThisThread() {
        if (System.getProperty("os.name").equals("Linux")) {
            Linker.nativeLinker().defaultLookup().find("setpriority").ifPresent(LowPriority::call);
        }
    }

    /// The method is restricted because a wrong signature would crash the JVM: this one is of POSIX.
    @SuppressWarnings("restricted")
    private static void call(MemorySegment setpriority) {
        MethodHandle set =
                Linker.nativeLinker()
                        .downcallHandle(
                                setpriority,
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT));
        try {
            int failed = (int) set.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE);
            // Where it is forbidden, or the whole server is nicer already, all stays as it is.
            LOG.debug("event=low_priority failed={}", failed);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority", e);
        }
    }
}
