package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.User;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WrongPasswordsTest extends WithRules {

    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.2");
    private static final int MOST_OF_AN_ADDRESS = 30;

    private final AtomicLong nanos = new AtomicLong();
    private final WrongPasswords wrong =
            WrongPasswords.counted(RateLimit.of(1, MOST_OF_AN_ADDRESS, nanos::get), nanos::get);
    private Authentication authentication;

    @BeforeEach
    void limit() {
        authentication = authentication(rules.passwords);
    }

    @Test
    void afterTenWrongOnesEachFurtherOneWaitsTwiceAsLongUpToTenMinutes() {
        wrong("Ann", HOME, WrongPasswords.FREE);
        Duration wait = Duration.ofSeconds(6);
        for (int i = 0; i < 9; i++) {
            assertThat(waitOf(() -> tryWrong("Ann", HOME))).isEqualTo(wait);
            pass(wait);
            wrong("Ann", HOME, 1);
            wait = wait.multipliedBy(2);
            if (wait.compareTo(WrongPasswords.LONGEST_WAIT) > 0) {
                wait = WrongPasswords.LONGEST_WAIT;
            }
        }
        assertThat(wait).isEqualTo(WrongPasswords.LONGEST_WAIT);
    }

    @Test
    void whileItWaitsTheRightPasswordIsRefusedTooAndNothingIsHashed() {
        wrong("Ann", HOME, WrongPasswords.FREE);
        rules.passwords.close();

        waitOf(() -> tryRight("Ann", HOME));
        waitOf(() -> tryWrong("Ann", HOME));
    }

    @Test
    void askingWhileItWaitsDoesNotMakeItLonger() {
        wrong("Ann", HOME, WrongPasswords.FREE);
        for (int i = 0; i < 50; i++) {
            waitOf(() -> tryWrong("Ann", HOME));
        }
        pass(WrongPasswords.FIRST_WAIT);
        assertThat(tryRight("Ann", HOME).id()).isEqualTo(ann.userId());
    }

    @Test
    void rightPasswordWithinTheLimitStartsAnew() {
        for (int i = 0; i < 2; i++) {
            wrong("Ann", HOME, WrongPasswords.FREE - 1);
            // Checked by bcrypt at first, and by what is remembered then.
            tryRight("Ann", HOME);
        }
        wrong("Ann", HOME, WrongPasswords.FREE - 1);
        assertThat(tryRight("Ann", HOME).id()).isEqualTo(ann.userId());
    }

    @Test
    void anotherWayToWriteTheLoginIsNoWayAroundIt() {
        wrong("Ann", HOME, 5);
        wrong("ANN", HOME, 5);
        waitOf(() -> tryWrong("\uFF21nn", HOME));
    }

    @Test
    void unknownLoginIsAnsweredLikeAKnownOne() {
        wrong("Nobody", HOME, WrongPasswords.FREE);
        assertThat(waitOf(() -> tryWrong("Nobody", HOME))).isEqualTo(WrongPasswords.FIRST_WAIT);
    }

    @Test
    void strangerElsewhereDoesNotLockTheOwnerOut() {
        wrong("Ann", ELSEWHERE, WrongPasswords.FREE);
        waitOf(() -> tryWrong("Ann", ELSEWHERE));
        assertThat(tryRight("Ann", HOME).id()).isEqualTo(ann.userId());
    }

    @Test
    void oneAddressMayBeWrongSoOftenWhateverTheLogins() {
        for (int i = 0; i < MOST_OF_AN_ADDRESS; i++) {
            wrong("login " + i, HOME, 1);
        }
        assertThat(waitOf(() -> tryRight("Ann", HOME))).isEqualTo(Duration.ofSeconds(1));
        assertThat(tryRight("Ann", ELSEWHERE).id()).isEqualTo(ann.userId());

        pass(Duration.ofSeconds(1));
        assertThat(tryRight("Ann", HOME).id()).isEqualTo(ann.userId());
    }

    @Test
    void guessesAtOnceAreNotMoreThanOneAfterTheOther() {
        AtomicLong checked = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                threads.execute(
                        () -> {
                            Rejected refusal =
                                    catchThrowableOfType(
                                            Rejected.class, () -> tryWrong("Ann", HOME));
                            if (refusal.reason() == Reason.UNAUTHORIZED) {
                                checked.incrementAndGet();
                            }
                        });
            }
        }
        assertThat(checked).hasValue(WrongPasswords.FREE);
    }

    @Test
    void rightPasswordIsNotRefusedForWantOfRoomToRenewItsHash() {
        try (Passwords busy = new Passwords(5, new OneCallOnly())) {
            Authentication other = authentication(busy);
            assertThat(other.verify("Ann", Rules.passwordOf("Ann"), HOME).id())
                    .isEqualTo(ann.userId());
            assertThat(refusal(() -> other.verify("Bob", Rules.passwordOf("Bob"), HOME)))
                    .isEqualTo(new Refused(Reason.OVERLOADED));
        }
        assertThat(rules.storage.users().byLogin("Ann").orElseThrow().passwordHash())
                .startsWith("$2b$04$");
    }

    @Test
    void whoeverIsTurnedAwayBeforeTheGuessLeavesNothingBehind() {
        CountDownLatch busy = new CountDownLatch(1);
        try (Passwords full = new Passwords(4, fullUntil(busy))) {
            Authentication other = authentication(full);
            for (int i = 0; i < 5; i++) {
                String login = "login " + i;
                assertThat(refusal(() -> other.verify(login, "a wrong one", HOME)))
                        .isEqualTo(new Refused(Reason.OVERLOADED));
            }
            assertThat(wrong.remembered()).isZero();
        } finally {
            busy.countDown();
        }
        wrong("Ann", HOME, 1);
        assertThat(wrong.remembered()).isEqualTo(1);
    }

    private static ThreadPoolExecutor fullUntil(CountDownLatch over) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        for (int i = 0; i < 2; i++) {
            var _ =
                    pool.submit(
                            () -> {
                                over.await();
                                return null;
                            });
        }
        return pool;
    }

    /// A pool that is full after its first call.
    private static final class OneCallOnly extends ThreadPoolExecutor {

        private final AtomicBoolean used = new AtomicBoolean();

        OneCallOnly() {
            super(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        }

        @Override
        public void execute(Runnable work) {
            if (used.getAndSet(true)) {
                throw new RejectedExecutionException();
            }
            super.execute(work);
        }
    }

    private Authentication authentication(Passwords passwords) {
        return new Authentication(
                rules.storage, passwords, wrong, LegacyCredentials.EVERYWHERE, rules.bearers);
    }

    /// So many wrong ones that are checked.
    private void wrong(String login, InetAddress client, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(refusal(() -> tryWrong(login, client)))
                    .isEqualTo(new Refused(Reason.UNAUTHORIZED));
        }
    }

    private void tryWrong(String login, InetAddress client) {
        authentication.verify(login, "a wrong one", client);
    }

    private User tryRight(String login, InetAddress client) {
        return authentication.verify(login, Rules.passwordOf(login), client);
    }

    private static Duration waitOf(ThrowingCallable call) {
        Rejected refusal = catchThrowableOfType(Rejected.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
        return refusal.retryAfter().orElseThrow();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
