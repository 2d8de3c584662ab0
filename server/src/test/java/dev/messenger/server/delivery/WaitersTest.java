package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WaitersTest {

    private static final long ANN = 1;
    private static final long BOB = 2;
    private static final long CHAT = 7;
    private static final Duration LONG = Duration.ofSeconds(25);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Executor THREADS = Thread::startVirtualThread;

    private final Waiters waiters = new Waiters();

    @Test
    void theNextNumberOfTheChatEndsTheWaitOfAllThatWantIt() {
        CompletableFuture<Boolean> anns = waits(ANN, 3);
        CompletableFuture<Boolean> bobs = waits(BOB, 3);
        CompletableFuture<Boolean> bobsLater = waits(BOB, 4);
        awaitCount(3);
        waiters.published(CHAT, 4);
        assertThat(anns.join()).isTrue();
        assertThat(bobs.join()).isTrue();
        awaitCount(1);
        waiters.published(CHAT, 5);
        assertThat(bobsLater.join()).isTrue();
    }

    @Test
    void whatIsPublishedBetweenTheLookAndTheWaitEndsItAtOnce() {
        try (Waiters.Place place = waiters.watch(CHAT, 3)) {
            waiters.published(CHAT, 4);
            assertThat(place.await(ANN, LONG)).isTrue();
        }
    }

    @Test
    void whatIsKnownOrElsewhereDoesNotEndIt() {
        try (Waiters.Place place = waiters.watch(CHAT, 3)) {
            waiters.published(CHAT, 3);
            waiters.published(CHAT + 1, 4);
            assertThat(place.await(ANN, SHORT)).isFalse();
        }
    }

    @Test
    void aPlaceThatNobodyNeedsIsGivenUpAtOnce() {
        Waiters.Place place = waiters.watch(CHAT, 3);
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> place.await(ANN, LONG), THREADS);
        awaitCount(1);
        place.release();
        assertThat(waiting.join()).isFalse();
        assertThat(waiters.count()).isZero();
    }

    @Test
    void theEndOfTheServerEndsAllWaiting() {
        CompletableFuture<Boolean> before = waits(ANN, 3);
        awaitCount(1);
        waiters.close();
        assertThat(before.join()).isFalse();
        assertThat(waits(ANN, 3).join()).isFalse();
    }

    @Test
    void nothingIsRememberedOfThoseWhoAreGone() {
        List<CompletableFuture<Boolean>> gone = new ArrayList<>();
        for (int seq = 0; seq < 20; seq++) {
            gone.add(waits(ANN, seq));
        }
        awaitCount(20);
        assertThat(waiters.chats()).isEqualTo(1);
        waiters.published(CHAT, 20);
        gone.forEach(CompletableFuture::join);
        assertThat(waiters.count()).isZero();
        assertThat(waiters.chats()).isZero();
    }

    @Test
    void anAccountMayWaitSoManyTimesAndNoMoreUntilOneWaitIsOver() {
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < Waiters.MOST_OF_AN_ACCOUNT; i++) {
            waiting.add(waits(ANN, i));
        }
        awaitCount(Waiters.MOST_OF_AN_ACCOUNT);
        try (Waiters.Place tooMany = waiters.watch(CHAT, 0)) {
            Rejected refusal =
                    catchThrowableOfType(Rejected.class, () -> tooMany.await(ANN, SHORT));
            assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(refusal.retryAfter()).isPresent();
            assertThat(tooMany.await(BOB, SHORT)).isFalse();
        }
        waiters.published(CHAT, 1);
        assertThat(waiting.getFirst().join()).isTrue();
        CompletableFuture<Boolean> another = waits(ANN, 1);
        awaitCount(Waiters.MOST_OF_AN_ACCOUNT);
        waiters.close();
        assertThat(another.join()).isFalse();
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void allTogetherMayWaitSoManyTimes() {
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < Waiters.MOST; i++) {
            waiting.add(waits(100 + i / Waiters.MOST_OF_AN_ACCOUNT, 0));
        }
        awaitCount(Waiters.MOST);
        try (Waiters.Place tooMany = waiters.watch(CHAT, 0)) {
            Rejected refusal =
                    catchThrowableOfType(Rejected.class, () -> tooMany.await(ANN, SHORT));
            assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
        }
        waiters.close();
        waiting.forEach(CompletableFuture::join);
        assertThat(waiters.chats()).isZero();
    }

    private CompletableFuture<Boolean> waits(long userId, long afterSeq) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Waiters.Place place = waiters.watch(CHAT, afterSeq)) {
                        return place.await(userId, LONG);
                    }
                },
                THREADS);
    }

    /// The class's timeout bounds it.
    private void awaitCount(int count) {
        while (waiters.count() != count) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
