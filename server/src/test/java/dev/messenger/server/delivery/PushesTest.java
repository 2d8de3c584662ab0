package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.notify.Notifier;
import dev.messenger.notify.PushMessage;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PushesTest {

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final MemoryStorage storage = new MemoryStorage();
    private final long alice = storage.users().register("alice", "Alice", "").orElseThrow();
    private final long bob = storage.users().register("bob", "Bob", "").orElseThrow();
    private final long chat =
            ((Chats.Creation.Created) storage.chats().create(alice, bob)).chatId();
    private final ChatLog log = storage.openChatLog();
    private final List<PushMessage> sent = new ArrayList<>();
    private long now;
    private final Pushes pushes =
            new Pushes(storage, new Recording(), Runnable::run, GRACE, () -> now);

    private final class Recording implements Notifier {
        @Override
        public void send(PushMessage message) {
            sent.add(message);
        }

        @Override
        public void close() {}
    }

    PushesTest() {
        storage.sessions()
                .open(
                        bob,
                        new byte[32],
                        Optional.empty(),
                        Optional.of("bob's phone"),
                        Instant.parse("9999-01-01T00:00:00Z"));
    }

    @Test
    void whoReceivesNothingIsWokenOnceForTheNewest() {
        publish("one");
        pass(Duration.ofSeconds(1));
        publish("two");
        pass(Duration.ofSeconds(2));
        pass(GRACE);
        assertThat(sent).extracting(PushMessage::body).containsExactly("two");
    }

    @Test
    void whoReceivesInTimeIsNotWoken() {
        publish("one");
        pushes.received(bob, chat, 1);
        pass(GRACE);
        assertThat(sent).isEmpty();
    }

    @Test
    void whoReceivesWhatCameBeforeIsNotWokenForWhatHasJustCome() {
        publish("one");
        pass(GRACE.minusMillis(100));
        publish("two");
        pushes.received(bob, chat, 1);
        pass(Duration.ofMillis(200));
        assertThat(sent).isEmpty();

        pushes.received(bob, chat, 1);
        pass(GRACE);
        assertThat(sent).extracting(PushMessage::body).containsExactly("two");
    }

    private void publish(String content) {
        var post =
                new Append.Post(
                        chat,
                        alice,
                        UUID.randomUUID(),
                        true,
                        Optional.empty(),
                        content,
                        Instant.EPOCH,
                        Optional.empty(),
                        OptionalLong.empty());
        Appended stored = log.append(List.of(post)).getFirst();
        pushes.expect(Publication.of(post, stored).orElseThrow());
    }

    private void pass(Duration time) {
        now += time.toNanos();
        pushes.wakeOverdue();
    }
}
