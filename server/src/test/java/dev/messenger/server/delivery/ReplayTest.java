package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.Append;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Storage;
import dev.messenger.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReplayTest {

    private final MemoryStorage storage = new MemoryStorage();
    private final long alice = storage.users().register("alice", "Alice", "").orElseThrow();
    private final long bob = storage.users().register("bob", "Bob", "").orElseThrow();
    private final long chat =
            ((Chats.Creation.Created) storage.chats().create(alice, bob)).chatId();
    private final ChatLog log = storage.openChatLog();
    private final FakeLine line = new FakeLine();
    private final Feed feed = new Feed(line, _ -> {});
    private final List<Replay.Result> results = new ArrayList<>();

    ReplayTest() {
        feed.begin(
                new Event.Welcome(
                        Optional.empty(),
                        alice,
                        new UUID(0, 1),
                        "epoch",
                        Instant.EPOCH,
                        25_000,
                        "ok",
                        new Event.Limits(65_536, 64, 500),
                        Map.of()),
                new Resumption.Plan("ok", Map.of(), List.of(), List.of(), List.of()));
        line.written.clear();
    }

    @Test
    void logIsToldToItsHeadPageByPage() {
        say(250);
        replay(Long.MAX_VALUE);
        line.runAll();
        assertThat(numbers()).hasSize(250).isSorted().startsWith(1L).endsWith(250L);
        assertThat(results).containsExactly(new Replay.Result(Map.of(chat, false), true));
        assertThat(feed.takes(chat, 251)).isTrue();
    }

    @Test
    void noMoreThanWasAskedForIsToldAndTheChatIsSilent() {
        say(5);
        replay(3);
        line.runAll();
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
        assertThat(results).containsExactly(new Replay.Result(Map.of(chat, true), true));
        assertThat(feed.isSilent(chat)).isTrue();
    }

    @Test
    void publicationThatCameMeanwhileIsReadFromTheLogToo() {
        say(2);
        replay(Long.MAX_VALUE);
        say(1);
        assertThat(feed.takes(chat, 3)).isFalse();
        line.runAll();
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void peerThatDoesNotReadIsWaitedFor() {
        say(250);
        line.writable = false;
        replay(Long.MAX_VALUE);
        line.runAll();
        assertThat(numbers()).as("one may always be sent").hasSize(1);

        line.writable = true;
        feed.drained();
        line.runAll();
        assertThat(numbers()).hasSize(250);
    }

    @Test
    void chatThatFellBehindBeforeTheEndGoesOn() {
        say(1);
        line.writable = false;
        replay(Long.MAX_VALUE);
        line.runAll();
        assertThat(feed.takes(chat, 2)).isFalse();

        line.writable = true;
        feed.drained();
        line.runAll();
        assertThat(line.written.getLast()).isEqualTo(new Event.Behind(Map.of(chat, 2L)));
        assertThat(results).containsExactly(new Replay.Result(Map.of(chat, true), true));
    }

    @Test
    void faultOfOursClosesTheSocketRatherThanLeavingItWaiting() {
        replay(faulty(), Long.MAX_VALUE);
        line.runAll();
        assertThat(line.closed).containsExactly(CloseCode.FAULT);
    }

    private static Storage faulty() {
        return (Storage)
                Proxy.newProxyInstance(
                        Storage.class.getClassLoader(),
                        new Class<?>[] {Storage.class},
                        (_, _, _) -> {
                            throw new IllegalStateException("a bug");
                        });
    }

    private void replay(long most) {
        replay(storage, most);
    }

    private void replay(Storage from, long most) {
        feed.replay(chat, 0);
        var resumption =
                new Resumption(
                        from,
                        Duration.ofSeconds(25),
                        new Event.Limits(65_536, 64, 500),
                        InstantSource.system());
        new Replay(
                        feed,
                        line,
                        resumption,
                        new Arrivals(line.tasks::add),
                        List.of(new Replay.Part(chat, most)),
                        results::add)
                .start();
    }

    private void say(int times) {
        for (int i = 0; i < times; i++) {
            Append.Post post = ChatWriterTest.post(chat, "hi");
            log.append(
                    List.of(
                            new Append.Post(
                                    chat,
                                    alice,
                                    post.clientMsgId(),
                                    true,
                                    Optional.empty(),
                                    "hi",
                                    Instant.EPOCH,
                                    Optional.empty(),
                                    post.replyTo())));
        }
    }

    private List<Long> numbers() {
        return line.written.stream()
                .filter(Event.Numbered.class::isInstance)
                .map(frame -> ((Event.Numbered) frame).seq())
                .toList();
    }
}
