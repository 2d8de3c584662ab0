package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what nobody announces: files on disk, rows in a database.
public final class Awaits {

    private static final long PAUSE_NANOS = 5_000_000;

    private Awaits() {}

    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Rest.PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
