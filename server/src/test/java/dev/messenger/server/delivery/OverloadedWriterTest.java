package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Appended;
import dev.messenger.storage.memory.MemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A writer by a clock that only its commits move.
final class OverloadedWriterTest {

    private static final int BATCH = ChatWriter.LARGEST_BATCH;

    private final ScriptedLog log = new ScriptedLog();
    private final List<Appended> written = new ArrayList<>();
    private final List<Throwable> refused = new ArrayList<>();
    private long now;
    private final ChatWriter writer =
            new ChatWriter(
                    "writer-test",
                    log,
                    new Fanout(
                            new MemoryStorage().messages(),
                            new RecordingSockets(),
                            new Unconcerned(),
                            new Waiters()),
                    path -> {},
                    new Publishing(Runnable::run, 1),
                    () -> now);

    @Test
    void whoWouldWaitForMoreThanASecondIsToldSoAtOnce() {
        commitTaking(Duration.ofMillis(400));
        commitTaking(Duration.ofMillis(400));
        submit(3 * BATCH);
        assertThat(refused).as("after two commits at most").isEmpty();

        submit(1);
        assertThat(refused)
                .singleElement()
                .isInstanceOfSatisfying(
                        Rejected.class,
                        it -> {
                            assertThat(it.reason()).isEqualTo(Reason.OVERLOADED);
                            assertThat(it.retryAfter()).isPresent();
                        });
        assertThat(log.storedMessages()).as("the first ones alone").isEqualTo(2);
    }

    @Test
    void thereIsRoomAgainAsSoonAsABatchIsTaken() {
        commitTaking(Duration.ofMillis(400));
        commitTaking(Duration.ofMillis(400));
        submit(3 * BATCH + 1);
        turnTaking(Duration.ofMillis(400));

        submit(BATCH);
        assertThat(refused).hasSize(1);
        submit(1);
        assertThat(refused).hasSize(2);
    }

    @Test
    void whoRidesInTheNextCommitIsNotSentAwayHoweverSlowTheLastOnesWere() {
        commitTaking(Duration.ofSeconds(7));
        commitTaking(Duration.ofSeconds(7));
        submit(BATCH);
        assertThat(refused).isEmpty();

        turnTaking(Duration.ZERO);
        assertThat(written).hasSize(2 + BATCH);
    }

    @Test
    void aCommitThatAloneWasHeldUpSendsNobodyAway() {
        commitTaking(Duration.ofMillis(30));
        commitTaking(Duration.ofMillis(30));
        commitTaking(Duration.ofSeconds(2));
        submit(15 * BATCH);
        assertThat(refused).isEmpty();
    }

    @Test
    void twoQuickCommitsMakeSlowOnesForgotten() {
        commitTaking(Duration.ofSeconds(7));
        commitTaking(Duration.ofSeconds(7));
        commitTaking(Duration.ofMillis(5));
        commitTaking(Duration.ofMillis(5));
        submit(10 * BATCH);
        assertThat(refused).isEmpty();
    }

    private void commitTaking(Duration time) {
        submit(1);
        turnTaking(time);
    }

    private void turnTaking(Duration time) {
        log.next(
                batch -> {
                    now += time.toNanos();
                    return log.store(batch);
                });
        writer.turn();
    }

    private void submit(int changes) {
        for (int i = 0; i < changes; i++) {
            writer.submit(
                    ChatWriterTest.post(7, "hi"),
                    new Writes.Answer() {
                        @Override
                        public void written(Appended result) {
                            written.add(result);
                        }

                        @Override
                        public void failed(Throwable fault) {
                            refused.add(fault);
                        }
                    });
        }
    }

    private static final class Unconcerned implements Wakeups {
        @Override
        public void expect(Publication publication) {}

        @Override
        public void received(long userId, long chatId, long seq) {}
    }
}
