package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesAndFilesTest extends StorageContract {

    private final Talk talk = talk();

    MessagesAndFilesTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void historyIsNewestFirstInPagesThatLeaveOutTheArchived() {
        for (int i = 1; i <= 6; i++) {
            Message message = stored(post(talk, i % 2 == 0 ? talk.alice() : talk.bob(), "" + i));
            if (i == 5) {
                append(new Append.Archive(talk.chatId(), talk.alice(), message.id()));
            }
        }
        assertThat(contents(talk)).containsExactly("6", "4", "3", "2", "1");
        assertThat(storage.messages().newestFirst(talk.chatId(), 1, 2))
                .extracting(Message::content)
                .containsExactly("4", "3");
        assertThat(storage.messages().newestFirst(talk.chatId(), 5, 2)).isEmpty();
        assertThat(storage.messages().newestFirst(talk.chatId(), 1L << 40, 2)).isEmpty();
        assertThat(storage.messages().newestFirst(Long.MAX_VALUE, 0, 2)).isEmpty();
    }

    @Test
    void historyGoesOnBelowANumber() {
        for (int i = 1; i <= 5; i++) {
            stored(post(talk, talk.alice(), "" + i));
        }
        append(new Append.Archive(talk.chatId(), talk.alice(), messageAt(3)));
        assertThat(before(6, 2)).containsExactly("5", "4");
        assertThat(before(4, 2)).containsExactly("2", "1");
        assertThat(before(1, 2)).isEmpty();
        assertThat(before(Long.MAX_VALUE, 1)).containsExactly("5");
        append(new Append.ArchiveChat(talk.chatId(), talk.bob()));
        assertThat(before(6, 2)).isEmpty();
    }

    private long messageAt(long seq) {
        return storage.messages().before(talk.chatId(), seq + 1, 1).getFirst().id();
    }

    private List<String> before(long seq, int limit) {
        return storage.messages().before(talk.chatId(), seq, limit).stream()
                .map(Message::content)
                .toList();
    }

    @Test
    void historyTellsWhoSentWhatToWhomAndWhetherItWasRead() {
        Message read = stored(post(talk, talk.alice(), "read"));
        storage.watermarks().markRead(read.id(), talk.bob(), 300);
        Message unread = stored(post(talk, talk.alice(), "unread"));
        Message reply = stored(post(talk, talk.bob(), "reply"));
        List<Message> history = storage.messages().newestFirst(talk.chatId(), 0, 10);
        assertThat(history)
                .extracting(Message::id)
                .containsExactly(reply.id(), unread.id(), read.id());
        assertThat(history).extracting(Message::read).containsExactly(false, false, true);
        assertThat(history)
                .extracting(Message::senderId)
                .containsExactly(talk.bob(), talk.alice(), talk.alice());
        assertThat(history)
                .extracting(Message::recipientId)
                .containsExactly(talk.alice(), talk.bob(), talk.bob());
    }

    @Test
    void anUnknownMessageIsNotFound() {
        assertThat(storage.messages().find(Long.MAX_VALUE, user("Alice"))).isEmpty();
    }

    @Test
    void aMessageIsFoundByItsChatsMembersOnly() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        assertThat(storage.messages().find(message.id(), talk.alice())).contains(message);
        assertThat(storage.messages().find(message.id(), talk.bob())).contains(message);
        assertThat(storage.messages().find(message.id(), user("Eve"))).isEmpty();
    }

    @Test
    void aMessagesFileIsFoundByBothMembersAndNobodyElse() {
        String handle = unique("handle");
        String path = unique("path");
        storage.files().add(talk.alice(), handle, "cat.png", 1L << 33, path, Long.MAX_VALUE);
        Message message = stored(withFile(post(talk, talk.alice(), "cat"), handle, "dog ü.png"));
        StoredFile file = storage.files().ofMessage(message.id(), talk.bob()).orElseThrow();
        assertThat(file)
                .isEqualTo(
                        new StoredFile(
                                file.id(),
                                talk.alice(),
                                handle,
                                "dog ü.png",
                                1L << 33,
                                path,
                                file.createdAt()));
        assertThat(storage.files().ofMessage(message.id(), talk.alice())).contains(file);
        assertThat(storage.files().ofMessage(message.id(), user("Mallory"))).isEmpty();
        assertThat(storage.messages().find(message.id(), talk.alice()).orElseThrow().file())
                .contains(new Message.Attachment(handle, "dog ü.png"));
        append(new Append.ArchiveChat(talk.chatId(), talk.bob()));
        assertThat(storage.files().ofMessage(message.id(), talk.alice())).isEmpty();
    }

    @Test
    void aMessageWithoutAFileHasNone() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        assertThat(storage.files().ofMessage(message.id(), talk.alice())).isEmpty();
        assertThat(storage.files().ofMessage(Long.MAX_VALUE, talk.alice())).isEmpty();
    }

    @Test
    void onlyWhatNoMessageTookInTimeIsSwept() {
        String taken = unique("taken");
        String left = unique("left");
        storage.files().add(talk.alice(), taken, "cat.png", 5, "path of " + taken, Long.MAX_VALUE);
        storage.files().add(talk.alice(), left, "dog.png", 5, "path of " + left, Long.MAX_VALUE);
        append(withFile(post(talk, talk.alice(), "cat"), taken, ""));
        assertThat(paths(storage.files().deleteUnattached(Instant.now().minusSeconds(3_600))))
                .doesNotContain("path of " + left);
        assertThat(paths(storage.files().deleteUnattached(Instant.now().plusSeconds(60))))
                .contains("path of " + left)
                .doesNotContain("path of " + taken);
        assertThat(storage.files().known(List.of("path of " + taken, "path of " + left, "?")))
                .containsExactly("path of " + taken);
        assertThat(storage.files().known(List.of())).isEmpty();
        assertThat(append(withFile(post(talk, talk.alice(), "dog"), left, "")))
                .isEqualTo(refused(Appended.Refusal.NO_SUCH_FILE));
    }

    private static List<String> paths(List<StoredFile> files) {
        return files.stream().map(StoredFile::path).toList();
    }
}
