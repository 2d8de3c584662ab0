package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Chats.Marks;
import dev.messenger.storage.Chats.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// What is read by its owner, page by page.
class OwnDataTest extends StorageContract {

    private final Talk talk = talk();

    OwnDataTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void anAccountKnowsWhenItWasMadeUntilItIsErased() {
        Instant made = storage.users().createdAt(talk.alice()).orElseThrow();
        assertThat(made)
                .isCloseTo(Instant.now(), Assertions.within(Duration.ofMinutes(1)))
                .isEqualTo(storage.users().createdAt(talk.alice()).orElseThrow());
        storage.users().erase(talk.alice());
        assertThat(storage.users().createdAt(talk.alice())).isEmpty();
        assertThat(storage.users().createdAt(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void openChatsComeByTheirIdsInPagesWithBothMembersMarks() {
        Talk second = talk(talk.alice(), user("Carol"));
        Talk archived = talk(talk.alice(), user("Dave"));
        append(new Append.ArchiveChat(archived.chatId(), archived.bob()));
        stored(post(talk, talk.alice(), "1"));
        Message read = stored(post(talk, talk.alice(), "2"));
        stored(post(talk, talk.alice(), "3"));
        storage.watermarks().markRead(read.id(), talk.bob(), 10);

        Membership first =
                new Membership(
                        talk.chatId(), talk.bob(), "Bob", 3, new Marks(0, 0), new Marks(2, 2));
        Membership other =
                new Membership(
                        second.chatId(),
                        second.bob(),
                        "Carol",
                        0,
                        new Marks(0, 0),
                        new Marks(0, 0));
        assertThat(storage.chats().memberships(talk.alice(), 0, 10)).containsExactly(first, other);
        assertThat(storage.chats().memberships(talk.alice(), 0, 1)).containsExactly(first);
        assertThat(storage.chats().memberships(talk.alice(), talk.chatId(), 10))
                .containsExactly(other);
        assertThat(storage.chats().memberships(talk.alice(), second.chatId(), 10)).isEmpty();
        assertThat(storage.chats().memberships(talk.bob(), 0, 10))
                .extracting(Membership::own)
                .containsExactly(new Marks(2, 2));
    }

    @Test
    void messagesComeOldestFirstFromAnyNumberOn() {
        Message first = stored(post(talk, talk.alice(), "1"));
        Message gone = stored(post(talk, talk.alice(), "2"));
        append(new Append.Archive(talk.chatId(), talk.bob(), gone.id()));
        Message third = stored(post(talk, talk.bob(), "3"));
        Message fourth = stored(post(talk, talk.bob(), "4"));

        assertThat(storage.messages().oldestFirst(talk.chatId(), 0, 10))
                .containsExactly(first, third, fourth);
        assertThat(storage.messages().oldestFirst(talk.chatId(), first.seq(), 1))
                .containsExactly(third);
        assertThat(storage.messages().oldestFirst(talk.chatId(), fourth.seq(), 1)).isEmpty();
        append(new Append.ArchiveChat(talk.chatId(), talk.alice()));
        assertThat(storage.messages().oldestFirst(talk.chatId(), 0, 10)).isEmpty();
    }

    @Test
    void filesComeByTheirIdsAndTheirBytesAreSummedUpUntilTheyAreGone() {
        String sent = unique("sent");
        String unsent = unique("unsent");
        storage.files()
                .add(talk.alice(), sent, "a.png", 1L << 40, "path of " + sent, Long.MAX_VALUE);
        storage.files().add(talk.alice(), unsent, "b.png", 5, "path of " + unsent, Long.MAX_VALUE);
        storage.files()
                .add(talk.bob(), unique("other"), "c.png", 7, unique("path"), Long.MAX_VALUE);
        Message message = stored(withFile(post(talk, talk.alice(), ""), sent, ""));

        List<StoredFile> all = storage.files().ofOwner(talk.alice(), 0, 10);
        assertThat(all).extracting(StoredFile::handle).containsExactly(sent, unsent);
        assertThat(storage.files().ofOwner(talk.alice(), all.getFirst().id(), 10))
                .containsExactly(all.getLast());
        assertThat(storage.files().ofOwner(talk.alice(), 0, 1)).containsExactly(all.getFirst());
        assertThat(storage.files().bytesOf(talk.alice())).isEqualTo((1L << 40) + 5);

        append(new Append.Archive(talk.chatId(), talk.bob(), message.id()));
        assertThat(storage.files().bytesOf(talk.alice())).isEqualTo(5);
        assertThat(storage.files().bytesOf(Long.MAX_VALUE)).isZero();
    }

    @Test
    void aFileIsAddedAsLongAsItFitsTheQuota() {
        assertThat(add(talk.alice(), 6, 10)).isTrue();
        assertThat(add(talk.alice(), 5, 10)).isFalse();
        assertThat(add(talk.alice(), 4, 10)).isTrue();
        assertThat(add(talk.alice(), 1, 10)).isFalse();
        assertThat(add(talk.alice(), 0, 10)).isTrue();
        assertThat(add(talk.bob(), 10, 10)).isTrue();
        assertThat(storage.files().bytesOf(talk.alice())).isEqualTo(10);
    }

    @Test
    void ofFilesAddedAtOnceOnlyAsManyAreAddedAsFit() throws Exception {
        List<Callable<Boolean>> adding = Collections.nCopies(12, () -> add(talk.alice(), 3, 10));
        try (var threads = Executors.newFixedThreadPool(4)) {
            int added = 0;
            for (Future<Boolean> one : threads.invokeAll(adding)) {
                added += one.get() ? 1 : 0;
            }
            assertThat(added).isEqualTo(3);
        }
        assertThat(storage.files().bytesOf(talk.alice())).isEqualTo(9);
    }

    private boolean add(long owner, long size, long quota) {
        return storage.files().add(owner, unique("handle"), "a", size, unique("path"), quota);
    }
}
