package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Messages;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FanoutTest {

    private final MemoryStorage storage = new MemoryStorage();
    private final long alice = storage.users().register("alice", "Alice", "").orElseThrow();
    private final long bob = storage.users().register("bob", "Bob", "").orElseThrow();
    private final long chat =
            ((Chats.Creation.Created) storage.chats().create(alice, bob)).chatId();
    private final ChatLog log = storage.openChatLog();
    private final RecordingSockets sockets = new RecordingSockets();
    private final List<Long> expected = new ArrayList<>();
    private boolean logIsAway;
    private final Fanout fanout =
            new Fanout(
                    mayBeAway(),
                    sockets,
                    new Wakeups() {
                        @Override
                        public void expect(Publication publication) {
                            expected.add(publication.seq());
                        }

                        @Override
                        public void received(long userId, long chatId, long seq) {}
                    },
                    new Waiters());

    @Test
    void whatAnotherServerWroteInBetweenIsPublishedFirst() {
        publish(store());
        store();
        store();
        publish(store());
        assertThat(published()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(expected).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void numberThatWasPublishedIsNotPublishedAgain() {
        Appended.Posted first = store();
        publish(first);
        publish(first);
        assertThat(published()).containsExactly(1L);
    }

    @Test
    void messageThatAResendFindsIsPublishedIfNobodyWasTold() {
        publish(store());
        Appended.Posted unheard = store();
        fanout.recall(unheard.chat(), 2);
        fanout.recall(unheard.chat(), 2);
        assertThat(published()).containsExactly(1L, 2L);
        assertThat(expected).containsExactly(1L, 2L);
    }

    @Test
    void whatMayLongBeKnownIsNotToldAgain() {
        Appended.Posted old = store();
        assertThat(fanout.recall(old.chat(), 1)).isTrue();
        assertThat(published()).isEmpty();

        fanout.suspect(chat);
        assertThat(fanout.recall(old.chat(), 1)).isTrue();
        assertThat(published()).containsExactly(1L);
    }

    @Test
    void resendIsNotAnsweredWhileTheLogCannotBeRead() {
        publish(store());
        Appended.Posted unheard = store();
        logIsAway = true;
        assertThat(fanout.recall(unheard.chat(), 2)).isFalse();
        logIsAway = false;
        assertThat(fanout.recall(unheard.chat(), 2)).isTrue();
        assertThat(published()).containsExactly(1L, 2L);
    }

    private Messages mayBeAway() {
        return (Messages)
                Proxy.newProxyInstance(
                        Messages.class.getClassLoader(),
                        new Class<?>[] {Messages.class},
                        (_, method, arguments) -> {
                            if (logIsAway) {
                                throw new StorageUnavailable("away", new RuntimeException());
                            }
                            return method.invoke(storage.messages(), arguments);
                        });
    }

    private Appended.Posted store() {
        var post =
                new Append.Post(
                        chat,
                        alice,
                        UUID.randomUUID(),
                        true,
                        Optional.empty(),
                        "hi",
                        Instant.EPOCH,
                        Optional.empty(),
                        OptionalLong.empty());
        return (Appended.Posted) log.append(List.of(post)).getFirst();
    }

    private void publish(Appended.Posted posted) {
        var append = ChatWriterTest.post(chat, "hi");
        fanout.publish(
                List.of(Publication.of(append, posted, ChatWriterTest.NOBODY).orElseThrow()));
    }

    private List<Long> published() {
        return sockets.published.stream().map(Publication::seq).toList();
    }
}
