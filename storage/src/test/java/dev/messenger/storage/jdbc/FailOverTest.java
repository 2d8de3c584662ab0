package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.embedded.ReplicatedPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A URL of several hosts, `targetServerType=primary`, and a primary that dies under load.
@Timeout(120)
class FailOverTest {

    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final Semaphore written = new Semaphore(0);
    private volatile boolean enough;

    @Test
    void whoWritesGoesOnAtThePromotedStandbyAndNothingAcknowledgedIsLost(@TempDir Path directory)
            throws Exception {
        try (ReplicatedPair pair = ReplicatedPair.start(directory)) {
            Database both = new Database(pair.jdbcUrl(), pair.user(), pair.password(), false);
            try (Storage storage = JdbcStorage.open(both)) {
                long ann = user(storage);
                long chat = chat(storage, ann, user(storage));
                Thread writer = Thread.ofVirtual().start(() -> write(storage, chat, ann));
                assertThat(written.tryAcquire(50, 60, TimeUnit.SECONDS)).isTrue();
                pair.failOver();
                assertThat(written.tryAcquire(50, 60, TimeUnit.SECONDS)).isTrue();
                enough = true;
                writer.join();
                assertNothingIsLost(untilAvailable(() -> storage.messages().log(chat, 0, 100_000)));
                assertThat(untilAvailable(() -> user(storage))).isPositive();
            }
        }
    }

    /// As a writer does it: each message until it is known to be stored.
    private void write(Storage storage, long chat, long sender) {
        try (ChatLog log = storage.openChatLog()) {
            while (!enough) {
                Append.Post post = MigratedDatabase.post(chat, sender, "hi");
                boolean stored;
                do {
                    stored = stored(log, post);
                } while (!stored);
                acknowledged.add(post.clientMsgId());
                written.release();
            }
        }
    }

    private static boolean stored(ChatLog log, Append post) {
        try {
            Appended result = log.append(List.of(post)).getFirst();
            return result instanceof Appended.Posted
                    || (result instanceof Appended.Unknown && settled(log));
        } catch (StorageUnavailable away) {
            pause();
            return false;
        }
    }

    /// As the real writer does; what is awaited is the next answer.
    private static void pause() {
        LockSupport.parkNanos(5_000_000);
    }

    private static boolean settled(ChatLog log) {
        return untilAvailable(log::settle).isPresent();
    }

    private static <T> T untilAvailable(Supplier<T> asked) {
        while (true) {
            try {
                return asked.get();
            } catch (StorageUnavailable away) {
                pause();
            }
        }
    }

    private void assertNothingIsLost(List<LogEntry> log) {
        assertThat(log)
                .extracting(LogEntry::seq)
                .isEqualTo(LongStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(log)
                .extracting(entry -> ((LogEntry.Posted) entry).message())
                .extracting(Message::clientMsgId)
                .isEqualTo(List.copyOf(acknowledged));
    }

    private static long user(Storage storage) {
        return storage.users().register("login" + UUID.randomUUID(), "Ann", "h").orElseThrow();
    }

    private static long chat(Storage storage, long one, long other) {
        return ((Chats.Creation.Created) storage.chats().create(one, other)).chatId();
    }
}
