package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatsTest extends StorageContract {

    private final Chats chats = storage.chats();
    private final long ann = user("Ann");
    private final long bob = user("Bob");

    ChatsTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void aPairHasOneOpenChatWhoeverAsks() {
        Talk talk = talk(ann, bob);
        assertThat(chats.create(ann, bob)).isEqualTo(new Chats.Creation.Exists(talk.chatId()));
        assertThat(chats.create(bob, ann)).isEqualTo(new Chats.Creation.Exists(talk.chatId()));
        assertThat(chats.find(talk.chatId()))
                .contains(new Chat(talk.chatId(), Math.min(ann, bob), Math.max(ann, bob), 0));
    }

    @Test
    void aChatNeedsTwoUsersThatThereAre() {
        assertThat(chats.create(ann, Long.MAX_VALUE)).isEqualTo(new Chats.Creation.NoSuchUser());
        assertThat(chats.create(Long.MAX_VALUE, ann)).isEqualTo(new Chats.Creation.NoSuchUser());
        assertThat(chats.create(ann, ann)).isEqualTo(new Chats.Creation.NoSuchUser());
        assertThat(chats.find(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void thePairOfAnArchivedChatOpensANewOne() {
        Talk old = talk(ann, bob);
        append(post(old, ann, "hi"));
        append(new Append.ArchiveChat(old.chatId(), ann));
        Talk next = talk(ann, bob);
        assertThat(next.chatId()).isNotEqualTo(old.chatId());
        assertThat(chats.list(ann)).extracting(ChatSummary::chatId).containsExactly(next.chatId());
        assertThat(chats.summary(old.chatId(), ann)).isEmpty();
        assertThat(contents(next)).isEmpty();
    }

    @Test
    void anEmptyChatHasNoLastMessage() {
        storage.avatars().put(bob, "image");
        Talk talk = talk(ann, bob);
        ChatSummary summary = new ChatSummary(talk.chatId(), bob, "Bob", true, Optional.empty(), 0);
        assertThat(chats.list(ann)).containsExactly(summary);
        assertThat(chats.summary(talk.chatId(), ann)).contains(summary);
        assertThat(chats.summary(talk.chatId(), user("Mallory"))).isEmpty();
    }

    @Test
    void theOtherMembersMessagesAreUnreadOnesOwnAreNot() {
        Talk talk = talk(ann, bob);
        append(post(talk, ann, "one"));
        append(post(talk, bob, "two"));
        append(post(talk, ann, "three"));
        assertThat(chats.list(ann)).extracting(ChatSummary::unread).containsExactly(1L);
        assertThat(chats.summary(talk.chatId(), bob))
                .contains(
                        new ChatSummary(
                                talk.chatId(),
                                ann,
                                "Ann",
                                false,
                                Optional.of(new ChatSummary.Last("three", NOON)),
                                2));
    }

    @Test
    void archivedMessagesAreNeitherLastNorUnread() {
        Talk talk = talk(ann, bob);
        append(post(talk, bob, "one"));
        Message two = stored(post(talk, bob, "two"));
        Message three = stored(post(talk, bob, "three"));
        append(new Append.Archive(talk.chatId(), ann, three.id()));
        assertThat(last(talk)).contains("two");
        append(new Append.Edit(talk.chatId(), bob, two.id(), "zwei"));
        assertThat(last(talk)).contains("zwei");
        assertThat(chats.summary(talk.chatId(), ann).orElseThrow().unread()).isEqualTo(2);
    }

    @Test
    void aBatchThatArchivesTheLastMessageAndAddsAnotherShowsTheOther() {
        Talk talk = talk(ann, bob);
        Message one = stored(post(talk, ann, "one"));
        Append.Archive archive = new Append.Archive(talk.chatId(), ann, one.id());
        chatLog.append(List.of(post(talk, ann, "two"), archive), false);
        assertThat(last(talk)).contains("two");
    }

    @Test
    void aChatWhoseMessagesAreAllArchivedHasNoLastOne() {
        Talk talk = talk(ann, bob);
        Message one = stored(post(talk, ann, "one"));
        append(new Append.Archive(talk.chatId(), ann, one.id()));
        assertThat(last(talk)).isEmpty();
    }

    @Test
    void theChatWithTheLatestMessageComesFirst() {
        Talk first = talk(ann, user("First"));
        Talk second = talk(ann, user("Second"));
        Talk third = talk(ann, user("Third"));
        assertThat(order()).containsExactly(third.chatId(), second.chatId(), first.chatId());
        Message message = stored(post(first, first.bob(), "hi"));
        assertThat(order()).containsExactly(first.chatId(), third.chatId(), second.chatId());
        chatLog.append(List.of(post(third, ann, "hi"), post(second, ann, "hi")), false);
        assertThat(order()).containsExactly(second.chatId(), third.chatId(), first.chatId());
        append(new Append.Edit(first.chatId(), first.bob(), message.id(), "ho"));
        assertThat(order()).containsExactly(second.chatId(), third.chatId(), first.chatId());
    }

    @Test
    void readingAMessageReadsAllBeforeIt() {
        Talk talk = talk(ann, bob);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(stored(post(talk, ann, "to bob " + i)).id());
            append(post(talk, bob, "to ann " + i));
        }
        append(new Append.Archive(talk.chatId(), ann, ids.get(1)));
        assertThat(chats.markRead(ids.get(3), bob, 300))
                .contains(
                        new Chats.ReadMark(
                                talk.chatId(),
                                ann,
                                bob,
                                List.of(ids.get(0), ids.get(2), ids.get(3))));
        assertThat(chats.summary(talk.chatId(), bob).orElseThrow().unread()).isEqualTo(1);
        assertThat(chats.summary(talk.chatId(), ann).orElseThrow().unread()).isEqualTo(5);
        assertThat(storage.messages().find(ids.get(3)).orElseThrow().read()).isTrue();
        assertThat(storage.messages().find(ids.get(4)).orElseThrow().read()).isFalse();
    }

    @Test
    void aMessageThatWasReadBeforeIsAnsweredAloneAndMovesNothing() {
        Talk talk = talk(ann, bob);
        Message one = stored(post(talk, ann, "one"));
        Message two = stored(post(talk, ann, "two"));
        chats.markRead(two.id(), bob, 300);
        Optional<Chats.ReadMark> again =
                Optional.of(new Chats.ReadMark(talk.chatId(), ann, bob, List.of(one.id())));
        assertThat(chats.markRead(one.id(), bob, 300)).isEqualTo(again);
        assertThat(storage.messages().find(two.id()).orElseThrow().read()).isTrue();
    }

    @Test
    void onlyTheNewestOfManyNewlyReadAreReturned() {
        Talk talk = talk(ann, bob);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(stored(post(talk, ann, "" + i)).id());
        }
        assertThat(chats.markRead(ids.get(4), bob, 2).orElseThrow().messageIds())
                .isEqualTo(ids.subList(3, 5));
        assertThat(chats.summary(talk.chatId(), bob).orElseThrow().unread()).isZero();
    }

    @Test
    void onlyTheRecipientReadsAMessage() {
        Talk talk = talk(ann, bob);
        Message message = stored(post(talk, ann, "hi"));
        assertThat(chats.markRead(message.id(), ann, 300)).isEmpty();
        assertThat(chats.markRead(message.id(), user("Mallory"), 300)).isEmpty();
        assertThat(chats.markRead(Long.MAX_VALUE, bob, 300)).isEmpty();
        append(new Append.Archive(talk.chatId(), ann, message.id()));
        assertThat(chats.markRead(message.id(), bob, 300)).isEmpty();
    }

    @Test
    void aMessageOfAnArchivedChatIsNotRead() {
        Talk talk = talk(ann, bob);
        Message message = stored(post(talk, ann, "hi"));
        append(new Append.ArchiveChat(talk.chatId(), ann));
        assertThat(chats.markRead(message.id(), bob, 300)).isEmpty();
    }

    @Test
    void sendingDoesNotRead() {
        Talk talk = talk(ann, bob);
        Message message = stored(post(talk, ann, "hi"));
        append(post(talk, bob, "ho"));
        assertThat(storage.messages().find(message.id()).orElseThrow().read()).isFalse();
        assertThat(chats.summary(talk.chatId(), bob).orElseThrow().unread()).isEqualTo(1);
    }

    private List<Long> order() {
        return chats.list(ann).stream().map(ChatSummary::chatId).toList();
    }

    private Optional<String> last(Talk talk) {
        return chats.summary(talk.chatId(), talk.alice())
                .flatMap(ChatSummary::last)
                .map(ChatSummary.Last::content);
    }
}
