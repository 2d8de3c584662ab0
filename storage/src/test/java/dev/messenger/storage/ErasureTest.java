package dev.messenger.storage;

import static dev.messenger.storage.Appended.Refusal.NO_SUCH_CHAT;
import static dev.messenger.storage.Appended.Refusal.NO_SUCH_MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What is left of what one member of a chat wrote, once it is erased.
class ErasureTest extends StorageContract {

    private final Talk talk = talk();

    ErasureTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void onlyTheActorsMessagesAreErasedByOneChange() {
        Message first = stored(post(talk, talk.alice(), "one"));
        stored(post(talk, talk.bob(), "two"));
        Message last = stored(post(talk, talk.alice(), "three"));
        Appended.Erased erased = erase();
        assertThat(erased.seq()).isEqualTo(4);
        assertThat(erased.chat().lastSeq()).isEqualTo(4);
        assertThat(erased.messageIds()).containsExactly(first.id(), last.id());
        assertThat(erased.orphans()).isEmpty();
        assertThat(contents(talk)).containsExactly("two");
        assertThat(storage.messages().find(first.id(), talk.alice())).isEmpty();
        ChatSummary bobs = storage.chats().summary(talk.chatId(), talk.bob()).orElseThrow();
        assertThat(bobs.last()).contains(new ChatSummary.Last("two", NOON));
        assertThat(bobs.unread()).isZero();
    }

    @Test
    void theChatKeepsItsNumbersAndGoesOn() {
        stored(post(talk, talk.alice(), "one"));
        erase();
        assertThat(stored(post(talk, talk.bob(), "next")).seq()).isEqualTo(3);
        assertThat(storage.chats().find(talk.chatId()).orElseThrow().lastSeq()).isEqualTo(3);
    }

    @Test
    void filesOfErasedMessagesAreOrphans() {
        String path = unique("path");
        String handle = unique("handle");
        storage.files().add(talk.alice(), handle, "a.png", 1, path, Long.MAX_VALUE);
        Message message = stored(withFile(post(talk, talk.alice(), ""), handle, ""));
        assertThat(storage.files().ofMessage(message.id(), talk.bob())).isPresent();
        assertThat(erase().orphans()).containsExactly(path);
        assertThat(storage.files().ofMessage(message.id(), talk.bob())).isEmpty();
        assertThat(storage.files().known(List.of(path))).isEmpty();
    }

    @Test
    void inABatchItComesWhereItStands() {
        Append.Post before = post(talk, talk.alice(), "before");
        List<Appended> results =
                chatLog.append(
                        List.of(
                                before,
                                new Append.Erase(talk.chatId(), talk.alice()),
                                post(talk, talk.alice(), "after")));
        Appended.Posted posted = (Appended.Posted) results.getFirst();
        assertThat(posted.message().content()).isEqualTo("before");
        assertThat(((Appended.Erased) results.get(1)).messageIds())
                .containsExactly(posted.message().id());
        assertThat(((Appended.Posted) results.get(2)).message().seq()).isEqualTo(3);
        assertThat(contents(talk)).containsExactly("after");
    }

    @Test
    void anErasedMessageIsThereForNobody() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        erase();
        assertThat(append(new Append.Edit(talk.chatId(), talk.alice(), message.id(), "again")))
                .isEqualTo(refused(NO_SUCH_MESSAGE));
        assertThat(append(new Append.Archive(talk.chatId(), talk.bob(), message.id())))
                .isEqualTo(refused(NO_SUCH_MESSAGE));
    }

    @Test
    void aResendOfAnErasedPostShowsNothingOfIt() {
        Append.Post post = post(talk, talk.alice(), "secret");
        Message message = stored(post);
        erase();
        Appended.Posted again = (Appended.Posted) append(resent(post));
        assertThat(again.duplicate()).isTrue();
        assertThat(again.message().id()).isEqualTo(message.id());
        assertThat(again.message().content()).isEmpty();
    }

    @Test
    void anArchivedChatIsErasedTooAndStaysArchived() {
        Append.Post post = post(talk, talk.alice(), "secret");
        stored(post);
        append(new Append.ArchiveChat(talk.chatId(), talk.bob()));
        Appended.Erased erased = erase();
        assertThat(erased.seq()).isEqualTo(3);
        assertThat(erased.messageIds()).as("nobody could see them").isEmpty();
        assertThat(storage.chats().find(talk.chatId())).isEmpty();
        assertThat(storage.chats().create(talk.alice(), talk.bob()))
                .isInstanceOf(Chats.Creation.Created.class);
    }

    @Test
    void erasingNothingIsAChangeLikeAnother() {
        assertThat(erase().messageIds()).isEmpty();
        assertThat(erase().seq()).isEqualTo(2);
    }

    @Test
    void theNewestOfManyErasedMessagesAreNamed() {
        List<Append> posts =
                LongStream.rangeClosed(0, Appended.MOST_ERASED)
                        .<Append>mapToObj(i -> post(talk, talk.alice(), "number " + i))
                        .toList();
        List<Long> ids =
                chatLog.append(posts).stream()
                        .map(result -> ((Appended.Posted) result).message().id())
                        .toList();
        assertThat(erase().messageIds()).isEqualTo(ids.subList(1, ids.size()));
        assertThat(contents(talk)).isEmpty();
    }

    @Test
    void aStrangerErasesNothing() {
        stored(post(talk, talk.alice(), "hi"));
        assertThat(append(new Append.Erase(talk.chatId(), user("Mallory"))))
                .isEqualTo(refused(NO_SUCH_CHAT));
        assertThat(contents(talk)).containsExactly("hi");
    }

    @Test
    void allChatsOfAUserAreKnownArchivedOnesToo() {
        append(new Append.ArchiveChat(talk.chatId(), talk.bob()));
        Talk again = talk(talk.alice(), talk.bob());
        Talk other = talk(talk.alice(), user("Eve"));
        assertThat(storage.chats().idsOf(talk.alice()))
                .containsExactly(talk.chatId(), again.chatId(), other.chatId());
        assertThat(storage.chats().idsOf(talk.bob()))
                .containsExactly(talk.chatId(), again.chatId());
    }

    private Appended.Erased erase() {
        return (Appended.Erased) append(new Append.Erase(talk.chatId(), talk.alice()));
    }
}
