package dev.messenger.server.usecase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.FoldedKey;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// How often a password may be wrong before the next one has to wait.
///
/// Ten for one login from one address, then a wait that doubles with each further one; and so many for
/// one address, whatever the logins. Nothing is counted for a login alone: a stranger elsewhere must not
/// be able to lock its owner out. Whether the login exists makes no difference.
///
/// [Authentication] asks, on virtual threads, before it spends anything on a password.
public final class WrongPasswords {

    static final int FREE = 10;
    static final Duration FIRST_WAIT = Duration.ofSeconds(6);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /// Longer than any wait, so that sitting one out does not shorten the next.
    private static final Duration MEMORY = Duration.ofHours(1);

    private static final int MOST_REMEMBERED = 100_000;

    private final boolean counts;
    private final RateLimit<InetAddress> ofAddress;
    private final LongSupplier nanoTime;
    private final LongAdder refused = new LongAdder();
    private final Cache<Key, Guesses> ofLogin =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterAccess(MEMORY).build();

    /// @param login hashed: one in a query or body may be much longer than any that exists
    private record Key(ByteBuffer login, InetAddress client) {}

    private WrongPasswords(
            boolean counts, RateLimit<InetAddress> ofAddress, LongSupplier nanoTime) {
        this.counts = counts;
        this.ofAddress = ofAddress;
        this.nanoTime = nanoTime;
    }

    /// @param ofAddress how many an address may have, whatever the logins
    static WrongPasswords counted(RateLimit<InetAddress> ofAddress, LongSupplier nanoTime) {
        return new WrongPasswords(true, ofAddress, nanoTime);
    }

    static WrongPasswords standard() {
        return counted(RateLimit.of(1, 100), System::nanoTime);
    }

    /// Nobody ever waits.
    public static WrongPasswords off() {
        return new WrongPasswords(false, RateLimit.off(), System::nanoTime);
    }

    /// What this client guessed for this login so far. One that has not guessed yet is remembered only
    /// once it does: most of a flood is turned away before that, and must leave nothing behind that
    /// every garbage collection would have to copy.
    ///
    /// @throws Rejected `rate_limited`, with the time to wait
    Guesses of(String login, InetAddress client) {
        Key key = new Key(ByteBuffer.wrap(Token.hash(FoldedKey.of(login))), client);
        if (!counts) {
            return new Guesses(key);
        }
        ofAddress.check(client);
        Guesses guesses = ofLogin.getIfPresent(key);
        if (guesses == null) {
            return new Guesses(key);
        }
        guesses.checkWait();
        return guesses;
    }

    /// How often somebody was told to wait.
    public long refused() {
        return refused.sum() + ofAddress.refused();
    }

    /// How many clients' guesses for how many logins are kept.
    long remembered() {
        return ofLogin.estimatedSize();
    }

    /// The guesses of one client for one login.
    final class Guesses {

        private static final Count NONE = new Count(0, 0);

        private final Key key;
        private final ReentrantLock turn = new ReentrantLock();
        private volatile Count count = NONE;

        /// @param until when the next may come, by the clock
        private record Count(int wrong, long until) {}

        private Guesses(Key key) {
            this.key = key;
        }

        /// The password was found right without a guess.
        void areOver() {
            count = NONE;
        }

        /// Lets one guess be checked. They take turns, so that a thousand at once are not a thousand
        /// free ones.
        boolean isRight(BooleanSupplier guess) {
            if (!counts) {
                return guess.getAsBoolean();
            }
            return ofLogin.get(key, _ -> this).isRightInTurn(guess);
        }

        private boolean isRightInTurn(BooleanSupplier guess) {
            turn.lock();
            try {
                checkWait();
                boolean right = guess.getAsBoolean();
                if (right) {
                    areOver();
                } else {
                    ofAddress.spend(key.client());
                    countWrong();
                }
                return right;
            } finally {
                turn.unlock();
            }
        }

        private void checkWait() {
            Count now = count;
            long wait = now.until - nanoTime.getAsLong();
            if (now.wrong >= FREE && wait > 0) {
                refused.increment();
                throw Rejected.retryLater(
                        Reason.RATE_LIMITED,
                        "Too many wrong passwords. Wait before the next one.",
                        Duration.ofNanos(wait));
            }
        }

        private void countWrong() {
            int wrong = count.wrong + 1;
            // More doublings than this are past the longest wait anyhow.
            int doublings = Math.clamp(wrong - FREE, 0, 16);
            long wait = Math.min(FIRST_WAIT.toNanos() << doublings, LONGEST_WAIT.toNanos());
            count = new Count(wrong, nanoTime.getAsLong() + wait);
        }
    }
}
