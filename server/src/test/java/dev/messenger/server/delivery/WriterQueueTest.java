package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.delivery.WriterQueue.Entry;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WriterQueueTest {

    private static final int LONGEST = 20_000;
    private static final int LARGEST = 32 << 20;

    private static final Writes.Answer NOBODY =
            new Writes.Answer() {
                @Override
                public void written(Appended result) {}

                @Override
                public void failed(Throwable fault) {}
            };

    private final WriterQueue queue = new WriterQueue();
    private final List<Entry> batch = new ArrayList<>();

    @Test
    void batchGetsTheOldestAndTheRestStays() {
        Entry first = offered(archive());
        Entry second = offered(archive());
        Entry third = offered(archive());
        queue.moveTo(batch, 2);
        assertThat(batch).containsExactly(first, second);
        assertThat(queue.size()).isEqualTo(1);

        queue.moveTo(batch, 5);
        assertThat(batch).containsExactly(first, second, third);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void batchThatIsLargeEnoughGetsNothing() {
        Entry held = entry(archive());
        batch.add(held);
        offered(archive());
        queue.moveTo(batch, 1);
        assertThat(batch).containsExactly(held);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void moreThanTwentyThousandAreRefusedUntilSomeAreTaken() {
        for (int i = 0; i < LONGEST; i++) {
            offered(archive());
        }
        assertThat(queue.offer(entry(archive()))).isFalse();
        assertThat(queue.size()).isEqualTo(LONGEST);

        queue.moveTo(batch, 1);
        assertThat(queue.offer(entry(archive()))).isTrue();
    }

    @Test
    void contentBeyondTheBoundIsRefusedUntilSomeIsTaken() {
        String half = "x".repeat(LARGEST / 2);
        offered(ChatWriterTest.post(7, half));
        offered(new Append.Edit(7, 1, 1, half));
        assertThat(queue.offer(entry(ChatWriterTest.post(7, "one more")))).isFalse();
        assertThat(queue.offer(entry(archive()))).as("whatever it is").isFalse();

        queue.moveTo(batch, 1);
        assertThat(queue.offer(entry(ChatWriterTest.post(7, "one more")))).isTrue();
    }

    @Test
    void whatIsTakenBackLeavesItsRoom() {
        Entry large = offered(ChatWriterTest.post(7, "x".repeat(LARGEST)));
        assertThat(queue.offer(entry(archive()))).isFalse();

        assertThat(queue.remove(large)).isTrue();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.offer(entry(archive()))).isTrue();
    }

    @Test
    void whatTheWriterHasTakenCannotBeTakenBack() {
        Entry taken = offered(archive());
        queue.moveTo(batch, 1);
        assertThat(queue.remove(taken)).isFalse();
        assertThat(queue.size()).isZero();
    }

    private Entry offered(Append append) {
        Entry entry = entry(append);
        assertThat(queue.offer(entry)).isTrue();
        return entry;
    }

    private static Entry entry(Append append) {
        return new Entry(append, NOBODY, 0);
    }

    private static Append archive() {
        return new Append.Archive(7, 1, 1);
    }
}
