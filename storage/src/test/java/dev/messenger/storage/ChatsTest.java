package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

    @Test
    void headsTellOfEveryChatWhereItStandsAndHowFarItsMembersHaveCome() {
        Talk old = talk(ann, bob);
        append(post(old, ann, "hi"));
        storage.watermarks().move(List.of(new Watermark(old.chatId(), bob, 1, 0)));
        append(new Append.ArchiveChat(old.chatId(), ann));
        Talk next = talk(ann, bob);
        Talk other = talk(bob, user("Carol"));
        ChatHead ended =
                new ChatHead(
                        chat(old, 2),
                        false,
                        List.of(
                                new Watermark(old.chatId(), ann, 0, 0),
                                new Watermark(old.chatId(), bob, 1, 0)));
        ChatHead open =
                new ChatHead(
                        chat(next, 0),
                        true,
                        List.of(
                                new Watermark(next.chatId(), ann, 0, 0),
                                new Watermark(next.chatId(), bob, 0, 0)));
        assertThat(chats.heads(ann)).containsExactly(ended, open);
        assertThat(chats.heads(bob))
                .extracting(head -> head.chat().id())
                .containsExactly(old.chatId(), next.chatId(), other.chatId());
        assertThat(chats.head(old.chatId(), ann)).contains(ended);
        assertThat(chats.head(next.chatId(), ann)).contains(open);
        assertThat(chats.head(old.chatId(), bob).orElseThrow().marks())
                .as("the asking one's first")
                .isEqualTo(ended.marks().reversed());
    }

    @Test
    void aStrangerSeesNoHead() {
        Talk talk = talk(ann, bob);
        long stranger = user("Mallory");
        assertThat(chats.head(talk.chatId(), stranger)).isEmpty();
        assertThat(chats.head(Long.MAX_VALUE, ann)).isEmpty();
        assertThat(chats.heads(stranger)).isEmpty();
        assertThat(chats.headsOf(List.of(stranger, ann)).getOrDefault(stranger, List.of()))
                .isEmpty();
    }

    @Test
    void headsOfSeveralAreThoseOfEach() {
        long carol = user("Carol");
        talk(ann, bob);
        talk(bob, carol);
        Talk busy = talk(carol, ann);
        append(post(busy, ann, "hi"));
        assertThat(chats.headsOf(List.of(carol, ann, carol)))
                .isEqualTo(Map.of(ann, chats.heads(ann), carol, chats.heads(carol)));
        assertThat(chats.headsOf(List.of())).isEmpty();
    }

    private static Chat chat(Talk talk, long lastSeq) {
        return new Chat(
                talk.chatId(),
                Math.min(talk.alice(), talk.bob()),
                Math.max(talk.alice(), talk.bob()),
                lastSeq);
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
