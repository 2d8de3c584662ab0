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
        assertThat(storage.messages().find(ids.get(3), bob).orElseThrow().read()).isTrue();
        assertThat(storage.messages().find(ids.get(4), bob).orElseThrow().read()).isFalse();
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
        assertThat(storage.messages().find(two.id(), bob).orElseThrow().read()).isTrue();
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
        assertThat(storage.messages().find(message.id(), bob).orElseThrow().read()).isFalse();
        assertThat(storage.chats().summary(talk.chatId(), bob).orElseThrow().unread()).isEqualTo(1);
    }

    @Test
    void aMarkRisesAndNeverFalls() {
        Talk talk = talk(ann, bob);
        fill(talk, 5);
        assertThat(move(talk, bob, 3, 1)).isEqualTo(new Watermark(talk.chatId(), bob, 3, 1));
        assertThat(move(talk, bob, 2, 2)).isEqualTo(new Watermark(talk.chatId(), bob, 3, 2));
        assertThat(move(talk, bob, 4, 0)).isEqualTo(new Watermark(talk.chatId(), bob, 4, 2));
        Watermark now = new Watermark(talk.chatId(), bob, 4, 2);
        assertThat(watermarks.move(List.of(now))).isEmpty();
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, 1, 1)))).isEmpty();
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, -1, -1)))).isEmpty();
        assertThat(watermarks.of(List.of(now.key()))).containsExactly(now);
    }

    @Test
    void whatIsReadIsDelivered() {
        Talk talk = talk(ann, bob);
        fill(talk, 3);
        assertThat(move(talk, bob, 0, 2)).isEqualTo(new Watermark(talk.chatId(), bob, 2, 2));
    }

    @Test
    void noMarkGoesBeyondTheHead() {
        Talk talk = talk(ann, bob);
        fill(talk, 3);
        assertThat(move(talk, bob, 100, 0)).isEqualTo(new Watermark(talk.chatId(), bob, 3, 0));
        assertThat(move(talk, bob, 0, Long.MAX_VALUE))
                .isEqualTo(new Watermark(talk.chatId(), bob, 3, 3));
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, 100, 100)))).isEmpty();
        fill(talk, 1);
        assertThat(move(talk, bob, 100, 0)).isEqualTo(new Watermark(talk.chatId(), bob, 4, 3));
    }

    @Test
    void marksOfWhoIsNoMemberAreIgnoredAndTheOthersMove() {
        Talk talk = talk(ann, bob);
        fill(talk, 1);
        List<Watermarks.Moved> moved =
                watermarks.move(
                        List.of(
                                new Watermark(talk.chatId(), user("Mallory"), 1, 1),
                                new Watermark(Long.MAX_VALUE, bob, 1, 1),
                                new Watermark(talk.chatId(), bob, 1, 0),
                                new Watermark(talk.chatId(), Long.MAX_VALUE, 1, 1)));
        assertThat(moved)
                .containsExactly(
                        new Watermarks.Moved(
                                new Watermark(talk.chatId(), bob, 1, 0), ann, List.of()));
    }

    @Test
    void severalMarksOfOneMemberAreOneMove() {
        Talk talk = talk(ann, bob);
        List<Long> ids = fill(talk, 4);
        List<Watermarks.Moved> moved =
                watermarks.move(
                        List.of(
                                new Watermark(talk.chatId(), bob, 4, 0),
                                new Watermark(talk.chatId(), bob, 0, 2),
                                new Watermark(talk.chatId(), bob, 1, 1)));
        assertThat(moved)
                .containsExactly(
                        new Watermarks.Moved(
                                new Watermark(talk.chatId(), bob, 4, 2), ann, ids.subList(0, 2)));
    }

    @Test
    void whatMovedComesByChatAndUser() {
        Talk first = talk(ann, bob);
        Talk second = talk(bob, user("Carol"));
        fill(first, 1);
        fill(second, 1);
        Watermark one = new Watermark(first.chatId(), ann, 1, 0);
        Watermark two = new Watermark(first.chatId(), bob, 1, 0);
        Watermark three = new Watermark(second.chatId(), bob, 1, 0);
        assertThat(watermarks.move(List.of(three, two, one)))
                .extracting(Watermarks.Moved::now)
                .containsExactly(one, two, three);
        assertThat(watermarks.of(List.of(three.key(), one.key(), two.key(), one.key())))
                .containsExactly(one, two, three);
    }

    @Test
    void newlyReadAreTheVisibleMessagesOfOthersThatTheMarkPassed() {
        Talk talk = talk(ann, bob);
        long read = stored(post(talk, ann, "read before")).id();
        move(talk, bob, 0, 1);
        long first = stored(post(talk, ann, "first")).id();
        append(post(talk, bob, "own"));
        long gone = stored(post(talk, ann, "gone")).id();
        append(new Append.Archive(talk.chatId(), ann, gone));
        append(new Append.Edit(talk.chatId(), ann, read, "edited"));
        long last = stored(post(talk, ann, "last")).id();
        stored(post(talk, ann, "not yet"));
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, 7, 0))))
                .as("delivered is not read")
                .containsExactly(
                        new Watermarks.Moved(
                                new Watermark(talk.chatId(), bob, 7, 1), ann, List.of()));
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, 0, 7))))
                .containsExactly(
                        new Watermarks.Moved(
                                new Watermark(talk.chatId(), bob, 7, 7),
                                ann,
                                List.of(first, last)));
    }

    @Test
    void onlyTheNewestOfManyNewlyReadAreNamed() {
        Talk talk = talk(ann, bob);
        List<Long> ids = fill(talk, Watermarks.MOST_NEWLY_READ + 2);
        long head = ids.size();
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, head, head))))
                .flatExtracting(Watermarks.Moved::newlyRead)
                .isEqualTo(ids.subList(2, ids.size()));
        assertThat(watermarks.unread(bob)).isZero();
    }

    @Test
    void marksOfAnArchivedChatMoveButNothingIsNewlyRead() {
        Talk talk = talk(ann, bob);
        fill(talk, 1);
        append(new Append.ArchiveChat(talk.chatId(), ann));
        assertThat(watermarks.move(List.of(new Watermark(talk.chatId(), bob, 2, 2))))
                .containsExactly(
                        new Watermarks.Moved(
                                new Watermark(talk.chatId(), bob, 2, 2), ann, List.of()));
    }

    @Test
    void movingAndAskingForNoMarksIsNoWork() {
        assertThat(watermarks.move(List.of())).isEmpty();
        assertThat(watermarks.of(List.of())).isEmpty();
        assertThat(watermarks.of(List.of(new Watermark.Key(Long.MAX_VALUE, ann)))).isEmpty();
    }

    @Test
    void unreadCountsWhatOthersWroteInAllOpenChats() {
        Talk first = talk(ann, bob);
        Talk second = talk(bob, user("Carol"));
        Talk ended = talk(bob, user("Dave"));
        List<Long> ids = fill(first, 3);
        append(post(first, bob, "own"));
        append(new Append.Archive(first.chatId(), ann, ids.getLast()));
        stored(post(second, second.bob(), "hi"));
        stored(post(ended, ended.bob(), "hi"));
        append(new Append.ArchiveChat(ended.chatId(), bob));
        assertThat(watermarks.unread(bob)).isEqualTo(3);
        move(first, bob, 0, 1);
        assertThat(watermarks.unread(bob)).isEqualTo(2);
        assertThat(watermarks.unread(ann)).isEqualTo(1);
        assertThat(watermarks.unread(Long.MAX_VALUE)).isZero();
    }

    private List<Long> fill(Talk talk, int messages) {
        List<Append> posts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            posts.add(post(talk, talk.alice(), "" + i));
        }
        return chatLog.append(posts).stream()
                .map(result -> ((Appended.Posted) result).message().id())
                .toList();
    }

    /// Moves one mark, which must move.
    private Watermark move(Talk talk, long userId, long deliveredSeq, long readSeq) {
        List<Watermarks.Moved> moved =
                watermarks.move(
                        List.of(new Watermark(talk.chatId(), userId, deliveredSeq, readSeq)));
        assertThat(moved).hasSize(1);
        return moved.getFirst().now();
    }
}
