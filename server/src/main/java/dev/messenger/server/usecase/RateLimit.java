package dev.messenger.server.usecase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// A token bucket for each key: a burst at once, then so many a second. Safe on any thread.
///
/// Keys that have not been seen for as long as their bucket takes to fill are forgotten, which changes
/// nothing for them.
///
/// @param <K> what is limited, such as an account or an address
public final class RateLimit<K> {

    private static final int MOST_KEYS = 100_000;

    private final double perNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private final Cache<K, Bucket> buckets;
    private final boolean off;
    private final LongAdder refused = new LongAdder();

    private RateLimit(double perSecond, double burst, LongSupplier nanoTime, boolean off) {
        this.off = off;
        this.perNano = perSecond / Duration.ofSeconds(1).toNanos();
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEYS)
                        .expireAfterAccess(Duration.ofNanos((long) (burst / perNano)))
                        .build();
    }

    public static <K> RateLimit<K> of(double perSecond, int burst) {
        return new RateLimit<>(perSecond, burst, System::nanoTime, false);
    }

    static <K> RateLimit<K> of(double perSecond, int burst, LongSupplier nanoTime) {
        return new RateLimit<>(perSecond, burst, nanoTime, false);
    }

    /// Lets everything through.
    public static <K> RateLimit<K> off() {
        return new RateLimit<>(1e9, Integer.MAX_VALUE, System::nanoTime, true);
    }

    /// Takes one token.
    ///
    /// @throws Rejected `rate_limited`, with the time until the next token, if there is none
    public void take(K key) {
        if (!off) {
            refuseUnlessZero(bucket(key).take());
        }
    }

    /// Takes one token if there is one.
    public boolean tryTake(K key) {
        boolean taken = off || bucket(key).take().isZero();
        if (!taken) {
            refused.increment();
        }
        return taken;
    }

    /// Refuses as [#take] does, but takes nothing: for what is counted only once it went wrong.
    ///
    /// @throws Rejected `rate_limited`, with the time until the next token, if there is none
    public void check(K key) {
        refuseUnlessZero(bucket(key).untilNext());
    }

    /// Takes one token even if there is none; the key owes it then.
    void spend(K key) {
        bucket(key).spend();
    }

    private Bucket bucket(K key) {
        return buckets.get(key, _ -> new Bucket());
    }

    /// How often there was none.
    public long refused() {
        return refused.sum();
    }

    private void refuseUnlessZero(Duration wait) {
        if (!wait.isZero()) {
            refused.increment();
            throw Rejected.retryLater(Reason.RATE_LIMITED, "Too many at once. Slow down.", wait);
        }
    }

    private final class Bucket {

        private double tokens = burst;
        private long filledAt = nanoTime.getAsLong();

        synchronized Duration take() {
            Duration wait = untilNext();
            if (wait.isZero()) {
                tokens--;
            }
            return wait;
        }

        synchronized void spend() {
            fill();
            tokens--;
        }

        synchronized Duration untilNext() {
            fill();
            return tokens < 1
                    ? Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano))
                    : Duration.ZERO;
        }

        private void fill() {
            long now = nanoTime.getAsLong();
            tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
            filledAt = now;
        }
    }
}
