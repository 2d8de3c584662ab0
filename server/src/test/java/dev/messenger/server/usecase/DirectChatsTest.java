package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.protocol.ServerFrame.ChatRow;
import dev.messenger.storage.Append;
import dev.messenger.storage.Message;
import dev.messenger.storage.Watermark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DirectChatsTest extends WithRules {

    @Test
    void newChatIsToldToBothEachSeeingTheOther() {
        rules.storage.avatars().put(eve.userId(), "any");
        Announced<ChatApi.Created> created = rules.chats.create(ann, with(eve.userId()));
        long id = created.answer().chatId();
        assertThat(created.deliveries())
                .containsExactly(
                        toldTo(ann, new ChatRow(id, eve.userId(), "Eve", true, "", "", 0)),
                        toldTo(eve, new ChatRow(id, ann.userId(), "Ann", false, "", "", 0)));
    }

    /// Sockets of either part get the same frame.
    private static Outcome.Deliver toldTo(Caller user, ChatRow row) {
        ServerFrame.UpdateChat frame = new ServerFrame.UpdateChat(row);
        return new Outcome.Deliver(List.of(user.userId()), List.of(frame), List.of(frame));
    }

    @Test
    void chatThatExistsIsNamedWhicheverOfTheTwoAsks() {
        for (Caller me : List.of(ann, bob)) {
            long other = me.equals(ann) ? bob.userId() : ann.userId();
            Rejected refusal =
                    catchThrowableOfType(Rejected.class, () -> rules.chats.create(me, with(other)));
            assertThat(refusal.reason()).isEqualTo(Reason.CHAT_EXISTS);
            assertThat(refusal.facts()).isEqualTo(Map.of("chat_id", chat));
        }
    }

    @Test
    void nobodyChatsWithThemselvesOrWithNobody() {
        Refused nobody = new Refused(Reason.NOT_FOUND, "user_id_2");
        assertThat(refusal(() -> rules.chats.create(ann, with(ann.userId())))).isEqualTo(nobody);
        assertThat(refusal(() -> rules.chats.create(ann, with(999)))).isEqualTo(nobody);
    }

    @Test
    void pairCanOpenANewChatOnceTheOldOneIsArchived() {
        rules.write(rules.chats.archive(ann, new ClientFrame.ArchiveChat(chat, ann.userId())));
        assertThat(rules.chat(bob, ann)).isNotEqualTo(chat);
    }

    @Test
    void listShowsTheNewestMessageAndWhatIsUnreadLatestActivityFirst() {
        long withEve = rules.chat(ann, eve);
        rules.say(chat, bob, ann, "one");
        rules.say(chat, bob, ann, "two");
        assertThat(rules.chats.list(ann, new ClientFrame.GetChats(ann.userId())))
                .isEqualTo(
                        new Outcome.Answer(
                                new ServerFrame.Chats(
                                        List.of(
                                                row(bob, "Bob", chat, "two", 2),
                                                new ChatRow(
                                                        withEve,
                                                        eve.userId(),
                                                        "Eve",
                                                        false,
                                                        "",
                                                        "",
                                                        0)))));
    }

    @Test
    void openChatsComeWithTheirHeadsAndTheMarksOfBoth() {
        long withEve = rules.chat(ann, eve);
        rules.say(chat, bob, ann, "one");
        Message two = rules.say(chat, bob, ann, "two");
        rules.write(rules.messaging.archive(bob, new ClientFrame.ArchiveMessage(two.id())));
        rules.storage
                .watermarks()
                .move(
                        List.of(
                                new Watermark(chat, ann.userId(), 2, 1),
                                new Watermark(chat, bob.userId(), 3, 3)));
        assertThat(rules.chats.open(ann))
                .isEqualTo(
                        new ChatApi.Chats(
                                rules.storage.epoch(),
                                List.of(
                                        new ChatApi.OpenChat(
                                                row(bob, "Bob", chat, "one", 0),
                                                3,
                                                List.of(
                                                        new ChatApi.Receipt(ann.userId(), 2, 1),
                                                        new ChatApi.Receipt(bob.userId(), 3, 3))),
                                        new ChatApi.OpenChat(
                                                new ChatRow(
                                                        withEve,
                                                        eve.userId(),
                                                        "Eve",
                                                        false,
                                                        "",
                                                        "",
                                                        0),
                                                0,
                                                List.of(
                                                        new ChatApi.Receipt(ann.userId(), 0, 0),
                                                        new ChatApi.Receipt(
                                                                eve.userId(), 0, 0))))));
        rules.write(rules.chats.archive(ann, new Command.ArchiveChat(Optional.empty(), chat)));
        assertThat(rules.chats.open(ann).chats())
                .extracting(open -> open.row().chatId())
                .containsExactly(withEve);
        assertThat(rules.chats.open(bob).chats()).isEmpty();
    }

    @Test
    void oneRowIsForItsMembersAlone() {
        rules.say(chat, bob, ann, "one");
        assertThat(rules.chats.update(ann, update(chat, ann, Optional.empty())))
                .isEqualTo(
                        new Outcome.Answer(
                                new ServerFrame.UpdateChat(row(bob, "Bob", chat, "one", 1))));
        assertThat(rules.chats.update(bob, update(chat, bob, Optional.of(false))))
                .isEqualTo(
                        new Outcome.Answer(
                                new ServerFrame.UpdateChat(row(ann, "Ann", chat, "one", 0))));

        Refused none = new Refused(Reason.NOT_FOUND, "chat_id");
        assertThat(refusal(() -> rules.chats.update(eve, update(chat, eve, Optional.empty()))))
                .isEqualTo(none);
        assertThat(refusal(() -> rules.chats.update(eve, update(999, eve, Optional.empty()))))
                .isEqualTo(none);
    }

    @Test
    void updateWithDeleteArchivesAsArchiveChatDoes() {
        Outcome archiving = new Outcome.Write(new Append.ArchiveChat(chat, ann.userId()));
        assertThat(rules.chats.update(ann, update(chat, ann, Optional.of(true))))
                .isEqualTo(archiving);
        assertThat(rules.chats.archive(ann, new ClientFrame.ArchiveChat(chat, ann.userId())))
                .isEqualTo(archiving);
    }

    @Test
    void userIdMustBeTheConnections() {
        Refused notYours = new Refused(Reason.FORBIDDEN, "user_id");
        long id = bob.userId();
        assertThat(refusal(() -> rules.chats.list(ann, new ClientFrame.GetChats(id))))
                .isEqualTo(notYours);
        assertThat(refusal(() -> rules.chats.update(ann, update(chat, bob, Optional.of(true)))))
                .isEqualTo(notYours);
        assertThat(refusal(() -> rules.chats.archive(ann, new ClientFrame.ArchiveChat(chat, id))))
                .isEqualTo(notYours);
    }

    private static ClientFrame.UpdateChat update(
            long chatId, Caller user, Optional<Boolean> delete) {
        return new ClientFrame.UpdateChat(chatId, user.userId(), delete);
    }

    private static ChatRow row(Caller other, String name, long chat, String last, long unread) {
        return new ChatRow(
                chat, other.userId(), name, false, last, "2026-11-22T12:00:00.000Z", unread);
    }

    private static ChatApi.Creation with(long other) {
        return new ChatApi.Creation(Optional.empty(), other, Optional.empty(), Optional.empty());
    }
}
