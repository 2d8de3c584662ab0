package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who has received and read how far.
class WatermarksTest extends StorageContract {

    private final Watermarks watermarks = storage.watermarks();
    private final long ann = user("Ann");
    private final long bob = user("Bob");

    WatermarksTest(StorageKind kind) {
        super(kind);
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
        assertThat(watermarks.markRead(ids.get(3), bob, 300))
                .contains(
                        new Watermarks.ReadMark(
                                new Watermark(talk.chatId(), bob, 7, 7),
                                ann,
                                List.of(ids.get(0), ids.get(2), ids.get(3))));
        assertThat(storage.chats().summary(talk.chatId(), bob).orElseThrow().unread()).isEqualTo(1);
        assertThat(storage.chats().summary(talk.chatId(), ann).orElseThrow().unread()).isEqualTo(5);
        assertThat(storage.messages().find(ids.get(3)).orElseThrow().read()).isTrue();
        assertThat(storage.messages().find(ids.get(4)).orElseThrow().read()).isFalse();
    }

    @Test
    void aMessageThatWasReadBeforeIsAnsweredAloneAndMovesNothing() {
        Talk talk = talk(ann, bob);
        Message one = stored(post(talk, ann, "one"));
        Message two = stored(post(talk, ann, "two"));
        watermarks.markRead(two.id(), bob, 300);
        assertThat(watermarks.markRead(one.id(), bob, 300))
                .contains(
                        new Watermarks.ReadMark(
                                new Watermark(talk.chatId(), bob, 2, 2), ann, List.of(one.id())));
        assertThat(storage.messages().find(two.id()).orElseThrow().read()).isTrue();
    }

    @Test
    void onlyTheNewestOfManyNewlyReadAreReturned() {
        Talk talk = talk(ann, bob);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(stored(post(talk, ann, "" + i)).id());
        }
        assertThat(watermarks.markRead(ids.get(4), bob, 2).orElseThrow().messageIds())
                .isEqualTo(ids.subList(3, 5));
        assertThat(storage.chats().summary(talk.chatId(), bob).orElseThrow().unread()).isZero();
    }

    @Test
    void onlyTheRecipientReadsAMessage() {
        Talk talk = talk(ann, bob);
        Message message = stored(post(talk, ann, "hi"));
        assertThat(watermarks.markRead(message.id(), ann, 300)).isEmpty();
        assertThat(watermarks.markRead(message.id(), user("Mallory"), 300)).isEmpty();
        assertThat(watermarks.markRead(Long.MAX_VALUE, bob, 300)).isEmpty();
        append(new Append.Archive(talk.chatId(), ann, message.id()));
        assertThat(watermarks.markRead(message.id(), bob, 300)).isEmpty();
    }

    @Test
    void aMessageOfAnArchivedChatIsNotRead() {
        Talk talk = talk(ann, bob);
        Message message = stored(post(talk, ann, "hi"));
        append(new Append.ArchiveChat(talk.chatId(), ann));
        assertThat(watermarks.markRead(message.id(), bob, 300)).isEmpty();
    }

    @Test
    void sendingDoesNotRead() {
        Talk talk = talk(ann, bob);
        Message message = stored(post(talk, ann, "hi"));
        append(post(talk, bob, "ho"));
        assertThat(storage.messages().find(message.id()).orElseThrow().read()).isFalse();
        assertThat(storage.chats().summary(talk.chatId(), bob).orElseThrow().unread()).isEqualTo(1);
    }
}
