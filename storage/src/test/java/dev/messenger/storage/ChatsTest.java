package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

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
        chatLog.append(List.of(post(talk, ann, "two"), archive));
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
        chatLog.append(List.of(post(third, ann, "hi"), post(second, ann, "hi")));
        assertThat(order()).containsExactly(second.chatId(), third.chatId(), first.chatId());
        append(new Append.Edit(first.chatId(), first.bob(), message.id(), "ho"));
        assertThat(order()).containsExactly(second.chatId(), third.chatId(), first.chatId());
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
