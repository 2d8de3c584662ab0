package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Reason;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChatHistoryTest extends WithRules {

    private static final Refused NO_CHAT = new Refused(Reason.NOT_FOUND, "chat_id");

    @Test
    void messagesArePagedDownFromTheNewest() {
        for (int i = 1; i <= 5; i++) {
            rules.say(chat, ann, bob, "message " + i);
        }
        var newest = rules.history.messages(bob, chat, Long.MAX_VALUE, 2);
        assertThat(newest.rows())
                .extracting(Message::content)
                .containsExactly("message 5", "message 4");
        assertThat(newest.more()).isTrue();
        assertThat(newest.lastSeq()).isEqualTo(5);

        var oldest = rules.history.messages(ann, chat, 4, 3);
        assertThat(oldest.rows()).extracting(Message::seq).containsExactly(3L, 2L, 1L);
        assertThat(oldest.more()).isFalse();
        assertThat(rules.history.messages(ann, chat, 1, 3).rows()).isEmpty();
    }

    @Test
    void whatNobodySeesAnyMoreIsNoMessageButKeepsItsNumber() {
        Message gone = rules.say(chat, ann, bob, "gone");
        rules.say(chat, bob, ann, "stays");
        rules.write(rules.messaging.archive(bob, new ClientFrame.ArchiveMessage(gone.id())));

        assertThat(rules.history.messages(ann, chat, Long.MAX_VALUE, 9).rows())
                .extracting(Message::content)
                .containsExactly("stays");
        assertThat(rules.history.events(ann, chat, 0, 9).rows())
                .extracting(LogEntry::seq)
                .containsExactly(1L, 2L, 3L);
        assertThat(rules.history.events(ann, chat, 0, 1).rows())
                .containsExactly(new LogEntry.Deleted(chat, 1, gone.id()));
    }

    @Test
    void eventsArePagedUpToTheHead() {
        for (int i = 1; i <= 5; i++) {
            rules.say(chat, ann, bob, "message " + i);
        }
        var first = rules.history.events(bob, chat, 0, 3);
        assertThat(first.rows()).extracting(LogEntry::seq).containsExactly(1L, 2L, 3L);
        assertThat(first.more()).isTrue();
        assertThat(first.lastSeq()).isEqualTo(5);
        var rest = rules.history.events(bob, chat, 3, 3);
        assertThat(rest.rows()).extracting(LogEntry::seq).containsExactly(4L, 5L);
        assertThat(rest.more()).isFalse();
        var beyond = rules.history.events(bob, chat, 99, 3);
        assertThat(beyond.rows()).isEmpty();
        assertThat(beyond.more()).isFalse();
        assertThat(beyond.lastSeq()).isEqualTo(5);
    }

    @Test
    void archivedChatHasALogButNoMessages() {
        Message said = rules.say(chat, ann, bob, "hi");
        rules.write(rules.chats.archive(ann, new Command.ArchiveChat(Optional.empty(), chat)));
        assertThat(rules.history.events(bob, chat, 0, 9).rows())
                .containsExactly(
                        new LogEntry.Deleted(chat, 1, said.id()),
                        new LogEntry.ChatArchived(chat, 2));
        assertThat(refusal(() -> rules.history.messages(bob, chat, 9, 9))).isEqualTo(NO_CHAT);
    }

    @Test
    void chatOfOthersIsLikeOneThatIsNot() {
        rules.say(chat, ann, bob, "hi");
        for (long id : new long[] {chat, 999, 0}) {
            assertThat(refusal(() -> rules.history.messages(eve, id, 9, 9))).isEqualTo(NO_CHAT);
            assertThat(refusal(() -> rules.history.events(eve, id, 0, 9))).isEqualTo(NO_CHAT);
        }
    }
}
