package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What a chat's log tells who missed some of it.
class LogTest extends StorageContract {

    private final Talk talk = talk();

    LogTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void everyNumberIsToldAsTheChatIsNow() {
        long first = stored(post(talk, talk.alice(), "one")).id();
        long gone = stored(post(talk, talk.bob(), "two")).id();
        edit(first, "uno");
        append(new Append.Edit(talk.chatId(), talk.bob(), gone, "due"));
        append(new Append.Archive(talk.chatId(), talk.alice(), gone));
        edit(first, "eins");
        storage.watermarks().markRead(first, talk.bob(), 300);
        Message now = storage.messages().find(first, talk.alice()).orElseThrow();
        assertThat(now.content()).isEqualTo("eins");
        assertThat(now.read()).isTrue();
        assertThat(log(0, 100))
                .containsExactly(
                        new LogEntry.Posted(now),
                        new LogEntry.Deleted(talk.chatId(), 2, gone),
                        new LogEntry.Edited(now, 3),
                        new LogEntry.Deleted(talk.chatId(), 4, gone),
                        new LogEntry.Deleted(talk.chatId(), 5, gone),
                        new LogEntry.Edited(now, 6));
    }

    @Test
    void aMessageIsWhole() {
        String handle = unique("handle");
        storage.files().add(talk.alice(), handle, "cat.png", 5, unique("path"), Long.MAX_VALUE);
        Append.Post first = withFile(post(talk, talk.alice(), "cat"), handle, "dog.png");
        Message cat = stored(first);
        Append.Post second = replyingTo(cat.id(), post(talk, talk.bob(), "re"));
        Message reply = stored(second);
        assertThat(cat.clientMsgId()).isEqualTo(first.clientMsgId());
        assertThat(cat.replyTo()).isEmpty();
        assertThat(reply.clientMsgId()).isEqualTo(second.clientMsgId());
        assertThat(reply.replyTo()).isEqualTo(OptionalLong.of(cat.id()));
        assertThat(log(0, 10))
                .containsExactly(new LogEntry.Posted(cat), new LogEntry.Posted(reply));
        assertThat(storage.messages().find(reply.id(), talk.alice())).contains(reply);
        Append edit = new Append.Edit(talk.chatId(), talk.bob(), reply.id(), "re: cat");
        Message edited = ((Appended.Edited) append(edit)).message();
        assertThat(edited.replyTo()).isEqualTo(OptionalLong.of(cat.id()));
        assertThat(edited.clientMsgId()).isEqualTo(second.clientMsgId());
        assertThat(log(2, 10)).containsExactly(new LogEntry.Edited(edited, 3));
    }

    @Test
    void aPageIsTheNextNumbersAsFarAsTheyAreTaken() {
        for (int i = 1; i <= 5; i++) {
            stored(post(talk, talk.alice(), "" + i));
        }
        assertThat(log(0, 2)).extracting(LogEntry::seq).containsExactly(1L, 2L);
        assertThat(log(2, 2)).extracting(LogEntry::seq).containsExactly(3L, 4L);
        assertThat(log(4, 2)).extracting(LogEntry::seq).containsExactly(5L);
        assertThat(log(5, 2)).isEmpty();
        assertThat(log(Long.MAX_VALUE, 2)).isEmpty();
        assertThat(log(Long.MAX_VALUE - 1, Integer.MAX_VALUE)).isEmpty();
        assertThat(log(0, 0)).isEmpty();
        assertThat(log(-1, 2)).extracting(LogEntry::seq).containsExactly(1L);
    }

    @Test
    void ofAnArchivedChatNothingIsLeftButItsNumbers() {
        long first = stored(post(talk, talk.alice(), "one")).id();
        edit(first, "uno");
        append(new Append.ArchiveChat(talk.chatId(), talk.bob()));
        assertThat(log(0, 10))
                .containsExactly(
                        new LogEntry.Deleted(talk.chatId(), 1, first),
                        new LogEntry.Deleted(talk.chatId(), 2, first),
                        new LogEntry.ChatArchived(talk.chatId(), 3));
    }

    @Test
    void anErasureIsToldAndWhatItTookIsDeleted() {
        long hers = stored(post(talk, talk.alice(), "one")).id();
        Message his = stored(post(talk, talk.bob(), "two"));
        append(new Append.Erase(talk.chatId(), talk.alice()));
        assertThat(log(0, 10))
                .containsExactly(
                        new LogEntry.Deleted(talk.chatId(), 1, hers),
                        new LogEntry.Posted(his),
                        new LogEntry.Erased(talk.chatId(), 3, talk.alice()));
        assertThat(log(0, 10)).allMatch(entry -> entry.chatId() == talk.chatId());
    }

    @Test
    void thereIsNoLogOfNoChat() {
        assertThat(storage.messages().log(Long.MAX_VALUE, 0, 10)).isEmpty();
    }

    private void edit(long messageId, String content) {
        append(new Append.Edit(talk.chatId(), talk.alice(), messageId, content));
    }

    private List<LogEntry> log(long afterSeq, int limit) {
        return storage.messages().log(talk.chatId(), afterSeq, limit);
    }
}
