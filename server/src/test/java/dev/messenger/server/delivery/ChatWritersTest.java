package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Appended;
import dev.messenger.storage.Chats;
import dev.messenger.storage.memory.MemoryStorage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ChatWritersTest {

    private static final int BURSTS = 20;
    private static final int CHANGES = 10;

    private final MemoryStorage storage = new MemoryStorage();
    private final long ann = storage.users().register("ann", "Ann", "").orElseThrow();
    private final long ben = storage.users().register("ben", "Ben", "").orElseThrow();
    private final long chat = ((Chats.Creation.Created) storage.chats().create(ann, ben)).chatId();
    private final ChatWriters writers =
            new ChatWriters(
                    1, storage, new RecordingSockets(), new Nobody(), new Waiters(), path -> {});

    @AfterEach
    void stop() {
        writers.close();
    }

    @Test
    void whatOneTaskSubmitsIsOneCommitOfAWriterThatWaits() throws Exception {
        Written first = new Written(1);
        submit(first, 1);
        Thread writer = first.await();
        for (int i = 0; i < BURSTS; i++) {
            Written written = new Written(CHANGES);
            awaitParked(writer);
            writers.together(() -> submit(written, CHANGES));
            written.await();
        }
        WriterNumbers numbers = writers.numbers().getFirst();
        assertThat(numbers.batches().count()).isEqualTo(1 + BURSTS);
        assertThat(numbers.batches().sum()).isEqualTo(1 + BURSTS * CHANGES);
    }

    @Test
    void whatIsSubmittedAloneIsWrittenToo() throws Exception {
        writers.together(() -> {});
        Written written = new Written(1);
        submit(written, 1);
        written.await();
    }

    /// A writer that is still on its way to park would take a part of what comes.
    private static void awaitParked(Thread writer) throws InterruptedException {
        while (!(LockSupport.getBlocker(writer) instanceof ChatWriter)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the time is over");
            }
            Thread.onSpinWait();
        }
    }

    private void submit(Written written, int changes) {
        for (int i = 0; i < changes; i++) {
            writers.submit(ChatWriterTest.post(chat, "hi"), written);
        }
    }

    private static final class Written implements Writes.Answer {

        private final CountDownLatch open;
        private volatile Thread writer = Thread.currentThread();

        Written(int changes) {
            open = new CountDownLatch(changes);
        }

        @Override
        public void written(Appended result) {
            writer = Thread.currentThread();
            open.countDown();
        }

        @Override
        public void failed(Throwable fault) {
            throw new AssertionError(fault);
        }

        /// @return the thread that wrote
        Thread await() throws InterruptedException {
            assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
            return writer;
        }
    }

    private static final class Nobody implements Wakeups {
        @Override
        public void expect(Publication publication) {}

        @Override
        public void received(long userId, long chatId, long seq) {}
    }
}
