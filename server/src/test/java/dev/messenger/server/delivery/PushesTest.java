package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.notify.Notifier;
import dev.messenger.notify.PushMessage;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.Watermark;
import dev.messenger.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Over a storage in memory, on a clock that stands still until a test moves it.
final class PushesTest {

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final MemoryStorage storage = new MemoryStorage();
    private final ChatLog log = storage.openChatLog();
    private final List<PushMessage> sent = new ArrayList<>();
    private boolean databaseIsAway;
    private long now;
    private final Pushes pushes =
            new Pushes(mayBeAway(), new Phone(), Runnable::run, GRACE, () -> now);
    private long ann;
    private long bob;
    private long chat;

    @BeforeEach
    void setUp() {
        ann = storage.users().register("ann", "Ann", "hash").orElseThrow();
        bob = storage.users().register("bob", "Bob", "hash").orElseThrow();
        chat = ((Chats.Creation.Created) storage.chats().create(ann, bob)).chatId();
        storage.sessions()
                .open(
                        bob,
                        new byte[] {1},
                        Optional.empty(),
                        Optional.of("phone of Bob"),
                        Instant.MAX);
    }

    @AfterEach
    void tearDown() {
        log.close();
    }

    @Test
    void whoReceivesNothingIsWokenOnceAChatWithTheNewestMessage() {
        say("first");
        say("second");
        pass(GRACE.minusMillis(1));
        assertThat(sent).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(sent)
                .singleElement()
                .satisfies(
                        push -> {
                            assertThat(push.token()).isEqualTo("phone of Bob");
                            assertThat(push.title()).isEqualTo("Ann");
                            assertThat(push.body()).isEqualTo("second");
                            assertThat(push.unread()).isEqualTo(2);
                        });
        pass(GRACE);
        assertThat(sent).hasSize(1);
    }

    @Test
    void whoReceivesItInTimeIsLeftAlone() {
        long seq = say("hi");
        pushes.received(bob, chat, seq);
        pass(GRACE);
        assertThat(sent).isEmpty();
    }

    @Test
    void whoReceivesOnlyWhatCameBeforeIsWoken() {
        long seq = say("first");
        say("second");
        pushes.received(bob, chat, seq);
        pass(GRACE);
        assertThat(sent).singleElement().extracting(PushMessage::body).isEqualTo("second");
    }

    @Test
    void whoReceivesWhatCameBeforeIsNotWokenForWhatHasJustCome() {
        long first = say("first");
        pass(GRACE.minusMillis(100));
        say("second");
        pushes.received(bob, chat, first);
        pass(Duration.ofMillis(200));
        assertThat(sent).isEmpty();

        pushes.received(bob, chat, first);
        pass(GRACE);
        assertThat(sent).singleElement().extracting(PushMessage::body).isEqualTo("second");
    }

    @Test
    void whatAnotherServerKnowsToBeReceivedWakesNobody() {
        long seq = say("hi");
        storage.watermarks().move(List.of(new Watermark(chat, bob, seq, 0)));
        pass(GRACE);
        assertThat(sent).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayOnlyDelays() {
        say("hi");
        databaseIsAway = true;
        pass(GRACE);
        assertThat(sent).isEmpty();
        databaseIsAway = false;
        pass(Duration.ofSeconds(1));
        assertThat(sent).hasSize(1);
    }

    @Test
    void whoIsStillWaitedForIsWokenWhenTheServerStops() {
        say("hi");
        pushes.close();
        assertThat(sent).hasSize(1);
    }

    private long say(String content) {
        Append post =
                new Append.Post(
                        chat,
                        ann,
                        UUID.randomUUID(),
                        true,
                        Optional.empty(),
                        content,
                        Instant.EPOCH,
                        Optional.empty(),
                        OptionalLong.empty());
        Appended result = log.append(List.of(post)).getFirst();
        pushes.expect(Publication.of(post, result, ChatWriterTest.NOBODY).orElseThrow());
        return ((Appended.Posted) result).message().seq();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        pushes.wakeOverdue();
    }

    private Storage mayBeAway() {
        return (Storage)
                Proxy.newProxyInstance(
                        Storage.class.getClassLoader(),
                        new Class<?>[] {Storage.class},
                        (_, method, arguments) -> {
                            if (databaseIsAway) {
                                throw new StorageUnavailable("away", new RuntimeException());
                            }
                            return method.invoke(storage, arguments);
                        });
    }

    private final class Phone implements Notifier {
        @Override
        public void send(PushMessage message) {
            sent.add(message);
        }

        @Override
        public void close() {}
    }
}
