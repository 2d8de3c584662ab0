package dev.messenger.server.usecase;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;

/// bcrypt, on threads of its own: half the cores, at least one, and a short queue in front.
///
/// Hashing is the one expensive thing that a stranger can ask for, so it must never take all cores
/// nor pile up: its [threads][PasswordThreads] give way to all others, and when the queue is full, the
/// answer is `overloaded` at once. Callers block until their turn is over.
public final class Passwords implements AutoCloseable {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;

    private final int cost;
    private final ThreadPoolExecutor pool;
    private final LongAdder refused;

    /// What an unknown login is checked against, so that it costs the same time as a known one.
    private final String nobodysHash;

    /// @param cost the binary logarithm of the rounds, 4 to 31
    public Passwords(int cost) {
        this(cost, new LongAdder());
    }

    private Passwords(int cost, LongAdder refused) {
        this(cost, refused, new PasswordThreads(THREADS, refused::sum, Thread::sleep));
    }

    Passwords(int cost, ThreadPoolExecutor pool) {
        this(cost, new LongAdder(), pool);
    }

    private Passwords(int cost, LongAdder refused, ThreadPoolExecutor pool) {
        this.cost = cost;
        this.refused = refused;
        this.pool = pool;
        this.nobodysHash = compute("nobody's password");
    }

    /// What the pool has to do, and has done.
    ///
    /// @param waiting passwords in its queue
    /// @param busy threads that work on one
    /// @param done passwords since it started
    /// @param refused how many found the queue full
    public record Numbers(int waiting, int busy, long done, long refused) {}

    public Numbers numbers() {
        return new Numbers(
                pool.getQueue().size(),
                pool.getActiveCount(),
                pool.getCompletedTaskCount(),
                refused.sum());
    }

    /// Whether whoever came now would be refused.
    boolean isFull() {
        return pool.getQueue().remainingCapacity() == 0;
    }

    /// @throws Rejected `overloaded` if too many wait already
    public String hash(String password) {
        return onPool(() -> compute(password));
    }

    /// Like [#hash], for a hash that can do without: empty if too many wait already.
    Optional<String> hashIfRoom(String password) {
        try {
            return Optional.of(hash(password));
        } catch (Rejected noRoom) {
            return Optional.empty();
        }
    }

    /// Compares as the original did: bytes after the 72nd do not count.
    ///
    /// @throws Rejected `overloaded` if too many wait already
    public boolean matches(String password, String hash) {
        return onPool(
                () ->
                        BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION))
                                .verify(
                                        password.getBytes(StandardCharsets.UTF_8),
                                        hash.getBytes(StandardCharsets.US_ASCII))
                                .verified);
    }

    /// Spends the time of a comparison that fails.
    public void matchNobody(String password) {
        matches(password, nobodysHash);
    }

    /// Whether a hash was made with fewer rounds than are wanted now.
    boolean isWeak(String hash) {
        return Integer.parseInt(hash, 4, 6, 10) < cost;
    }

    private String compute(String password) {
        byte[] hash =
                BCrypt.with(VERSION, LongPasswordStrategies.truncate(VERSION))
                        .hash(cost, password.getBytes(StandardCharsets.UTF_8));
        return new String(hash, StandardCharsets.US_ASCII);
    }

    private <T> T onPool(Callable<T> work) {
        try {
            return pool.submit(work).get();
        } catch (RejectedExecutionException | CancellationException noRoom) {
            throw overloaded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded();
        } catch (ExecutionException e) {
            throw new IllegalStateException("bcrypt", e.getCause());
        }
    }

    /// What whoever finds no room is told.
    Rejected overloaded() {
        refused.increment();
        return Rejected.retryLater(
                Reason.OVERLOADED,
                "Too many passwords are being checked. Try again.",
                Duration.ofSeconds(2));
    }

    /// Takes no more; those who still wait are refused.
    @Override
    public void close() {
        for (Runnable waiting : pool.shutdownNow()) {
            if (waiting instanceof Future<?> call) {
                call.cancel(false);
            }
        }
    }
}
