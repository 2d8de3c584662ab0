package dev.messenger.server.siege;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what nobody announces, for a minute at most.
final class Patiently {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private Patiently() {}

    static void await(String what, BooleanSupplier condition) {
        await(what, condition, () -> "");
    }

    /// @param found says what there was instead
    static void await(String what, BooleanSupplier condition, Supplier<String> found) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > PATIENCE) {
                throw new IllegalStateException(
                        "a minute was not enough for " + what + "\n" + found.get());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
