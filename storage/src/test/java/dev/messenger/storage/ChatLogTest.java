package dev.messenger.storage;

import static dev.messenger.storage.Appended.Refusal.KEY_REUSED;
import static dev.messenger.storage.Appended.Refusal.NOT_THE_SENDER;
import static dev.messenger.storage.Appended.Refusal.NO_SUCH_CHAT;
import static dev.messenger.storage.Appended.Refusal.NO_SUCH_FILE;
import static dev.messenger.storage.Appended.Refusal.NO_SUCH_MESSAGE;
import static dev.messenger.storage.Appended.Refusal.NO_SUCH_REPLY_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatLogTest extends StorageContract {

    private final Talk talk = talk();

    ChatLogTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void aMessageComesBackAsItWasStored() {
        Append.Post post = post(talk, talk.alice(), "grüße 👋");
        Appended.Posted posted = (Appended.Posted) append(post);
        Message message = posted.message();
        assertThat(posted.duplicate()).isFalse();
        assertThat(posted.chat())
                .isEqualTo(
                        new Chat(
                                talk.chatId(),
                                Math.min(talk.alice(), talk.bob()),
                                Math.max(talk.alice(), talk.bob()),
                                1));
        assertThat(message)
                .isEqualTo(
                        new Message(
                                message.id(),
                                talk.chatId(),
                                1,
                                talk.alice(),
                                talk.bob(),
                                post.clientMsgId(),
                                "grüße 👋",
                                NOON,
                                false,
                                false,
                                OptionalLong.empty(),
                                Optional.empty()));
        assertThat(storage.messages().find(message.id(), talk.alice())).contains(message);
    }

    @Test
    void aBatchIsNumberedInItsOrderChatByChat() {
        Talk other = talk();
        List<Appended> results =
                chatLog.append(
                        List.of(
                                post(talk, talk.alice(), "one"),
                                post(other, other.bob(), "uno"),
                                post(talk, talk.bob(), "two"),
                                post(talk, talk.alice(), "three"),
                                post(other, other.alice(), "due")));
        assertThat(results).extracting(ChatLogTest::seq).containsExactly(1L, 1L, 2L, 3L, 2L);
        assertThat(results)
                .extracting(result -> ((Appended.Posted) result).chat().lastSeq())
                .containsExactly(1L, 1L, 2L, 3L, 2L);
        assertThat(contents(talk)).containsExactly("three", "two", "one");
        assertThat(contents(other)).containsExactly("due", "uno");
        assertThat(storage.messages().newestFirst(talk.chatId(), 0, 10))
                .extracting(Message::id)
                .isSortedAccordingTo((one, two) -> Long.compare(two, one));
    }

    @Test
    void theNextBatchGoesOnWhereTheLastEnded() {
        append(post(talk, talk.alice(), "one"));
        assertThat(seq(append(post(talk, talk.alice(), "two")))).isEqualTo(2);
        assertThat(storage.chats().find(talk.chatId()).orElseThrow().lastSeq()).isEqualTo(2);
    }

    @Test
    void anEmptyBatchIsNoWork() {
        assertThat(chatLog.append(List.of())).isEmpty();
    }

    @Test
    void aStrangersPostIsRefusedLikeOneToNoChat() {
        long stranger = user("Mallory");
        assertThat(append(post(talk, stranger, "hi"))).isEqualTo(refused(NO_SUCH_CHAT));
        Talk nowhere = new Talk(Long.MAX_VALUE, talk.alice(), talk.bob());
        assertThat(append(post(nowhere, talk.alice(), "hi"))).isEqualTo(refused(NO_SUCH_CHAT));
    }

    @Test
    void aRefusalTakesNoNumberAndLeavesItsNeighboursAlone() {
        List<Appended> results =
                chatLog.append(
                        List.of(
                                post(talk, talk.alice(), "one"),
                                new Append.Edit(talk.chatId(), talk.alice(), 1L << 50, "?"),
                                post(talk, talk.alice(), "two")));
        assertThat(results.get(1)).isEqualTo(refused(NO_SUCH_MESSAGE));
        assertThat(seq(results.get(2))).isEqualTo(2);
    }

    @Test
    void aResendIsTheSameMessageAndTakesNoNumber() {
        Append.Post post = hashed(post(talk, talk.alice(), "hi"), (byte) 1);
        Message message = stored(post);
        assertThat(append(resent(post))).isEqualTo(new Appended.Posted(chat(1), message, true));
        assertThat(contents(talk)).containsExactly("hi");
    }

    @Test
    void aResendShowsTheMessageAsItIsNow() {
        Append.Post post = post(talk, talk.alice(), "hi");
        Message message = stored(post);
        append(new Append.Edit(talk.chatId(), talk.alice(), message.id(), "hello"));
        storage.watermarks().markRead(message.id(), talk.bob(), 10);
        Message now = ((Appended.Posted) append(resent(post))).message();
        assertThat(now.content()).isEqualTo("hello");
        assertThat(now.edited()).isTrue();
        assertThat(now.read()).isTrue();
        assertThat(now.seq()).isEqualTo(1);
    }

    @Test
    void aResendOfWhatIsDeletedByNowIsStillRecognised() {
        Append.Post post = post(talk, talk.alice(), "hi");
        Message message = stored(post);
        append(new Append.Archive(talk.chatId(), talk.alice(), message.id()));
        Appended.Posted again = (Appended.Posted) append(resent(post));
        assertThat(again.duplicate()).isTrue();
        assertThat(again.message().id()).isEqualTo(message.id());
        assertThat(contents(talk)).isEmpty();
    }

    @Test
    void twoPostsOfOneKeyInABatchAreOneMessage() {
        Append.Post post = resent(post(talk, talk.alice(), "hi"));
        List<Appended> results =
                chatLog.append(List.of(post, post, post(talk, talk.bob(), "next")));
        Appended.Posted first = (Appended.Posted) results.get(0);
        assertThat(results.get(1))
                .isEqualTo(new Appended.Posted(first.chat(), first.message(), true));
        assertThat(seq(results.get(2))).isEqualTo(2);
        assertThat(contents(talk)).containsExactly("next", "hi");
    }

    @Test
    void oneKeyOfTwoSendersIsTwoMessages() {
        Append.Post post = post(talk, talk.alice(), "hi");
        Append.Post bobs =
                new Append.Post(
                        talk.chatId(),
                        talk.bob(),
                        post.clientMsgId(),
                        false,
                        Optional.empty(),
                        "ho",
                        NOON,
                        Optional.empty(),
                        post.replyTo());
        chatLog.append(List.of(post, bobs));
        assertThat(contents(talk)).containsExactly("ho", "hi");
    }

    @Test
    void otherContentUnderAKnownKeyIsRefused() {
        Append.Post post = hashed(post(talk, talk.alice(), "hi"), (byte) 1);
        append(post);
        Append.Post other = hashed(resent(post), (byte) 2);
        assertThat(append(other)).isEqualTo(refused(KEY_REUSED));
        Append.Post fresh = hashed(resent(post(talk, talk.bob(), "ho")), (byte) 1);
        assertThat(chatLog.append(List.of(fresh, hashed(fresh, (byte) 2))).get(1))
                .isEqualTo(refused(KEY_REUSED));
    }

    @Test
    void onlyTheSenderEdits() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        assertThat(append(new Append.Edit(talk.chatId(), talk.bob(), message.id(), "ho")))
                .isEqualTo(refused(NOT_THE_SENDER));
        Appended.Edited edited =
                (Appended.Edited)
                        append(new Append.Edit(talk.chatId(), talk.alice(), message.id(), "ho"));
        assertThat(edited.seq()).isEqualTo(2);
        assertThat(edited.message().content()).isEqualTo("ho");
        assertThat(edited.message().edited()).isTrue();
        assertThat(edited.message().seq()).isEqualTo(1);
        assertThat(storage.messages().find(message.id(), talk.alice())).contains(edited.message());
    }

    @Test
    void aMessageOfAnotherChatIsNoMessageOfThisOne() {
        Talk other = talk(talk.alice(), user("Carol"));
        Message message = stored(post(other, talk.alice(), "hi"));
        assertThat(append(new Append.Edit(talk.chatId(), talk.alice(), message.id(), "ho")))
                .isEqualTo(refused(NO_SUCH_MESSAGE));
        assertThat(append(new Append.Archive(talk.chatId(), talk.alice(), message.id())))
                .isEqualTo(refused(NO_SUCH_MESSAGE));
        assertThat(append(replyingTo(message.id(), post(talk, talk.alice(), "re"))))
                .isEqualTo(refused(NO_SUCH_REPLY_TARGET));
    }

    @Test
    void eitherMemberTakesAMessageAway() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        assertThat(append(new Append.Archive(talk.chatId(), talk.bob(), message.id())))
                .isEqualTo(new Appended.Archived(chat(2), message.id(), 2, Optional.empty()));
        assertThat(storage.messages().find(message.id(), talk.alice())).isEmpty();
        assertThat(append(new Append.Archive(talk.chatId(), talk.bob(), message.id())))
                .isEqualTo(refused(NO_SUCH_MESSAGE));
        assertThat(append(new Append.Edit(talk.chatId(), talk.alice(), message.id(), "ho")))
                .isEqualTo(refused(NO_SUCH_MESSAGE));
    }

    @Test
    void changesOfOneMessageInABatchHappenOneAfterTheOther() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        List<Appended> results =
                chatLog.append(
                        List.of(
                                new Append.Edit(talk.chatId(), talk.alice(), message.id(), "a"),
                                new Append.Edit(talk.chatId(), talk.alice(), message.id(), "b"),
                                new Append.Archive(talk.chatId(), talk.bob(), message.id()),
                                new Append.Edit(talk.chatId(), talk.alice(), message.id(), "c")));
        assertThat(((Appended.Edited) results.get(0)).message().content()).isEqualTo("a");
        assertThat(((Appended.Edited) results.get(1)).message().content()).isEqualTo("b");
        assertThat(results.subList(0, 3)).extracting(ChatLogTest::seq).containsExactly(2L, 3L, 4L);
        assertThat(results.get(3)).isEqualTo(refused(NO_SUCH_MESSAGE));
        assertThat(contents(talk)).isEmpty();
    }

    @Test
    void aReplyNamesAMessageOfItsChat() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        assertThat(seq(append(replyingTo(message.id(), post(talk, talk.bob(), "re")))))
                .isEqualTo(2);
        assertThat(append(replyingTo(1L << 50, post(talk, talk.bob(), "re"))))
                .isEqualTo(refused(NO_SUCH_REPLY_TARGET));
    }

    @Test
    void anArchivedChatTakesNothingMoreAndShowsNothing() {
        Message message = stored(post(talk, talk.alice(), "hi"));
        List<Appended> results =
                chatLog.append(
                        List.of(
                                new Append.ArchiveChat(talk.chatId(), talk.bob()),
                                post(talk, talk.alice(), "late")));
        assertThat(results)
                .containsExactly(new Appended.ChatArchived(chat(2), 2), refused(NO_SUCH_CHAT));
        assertThat(append(post(talk, talk.alice(), "later"))).isEqualTo(refused(NO_SUCH_CHAT));
        assertThat(storage.chats().find(talk.chatId())).isEmpty();
        assertThat(storage.messages().find(message.id(), talk.alice())).isEmpty();
        assertThat(contents(talk)).isEmpty();
        assertThat(storage.chats().list(talk.alice())).isEmpty();
    }

    @Test
    void anUploadIsTakenOnceAndByItsOwnerOnly() {
        String handle = unique("handle");
        storage.files().add(talk.alice(), handle, "cat.png", 5, unique("path"), Long.MAX_VALUE);
        assertThat(append(withFile(post(talk, talk.bob(), "mine"), handle, "")))
                .isEqualTo(refused(NO_SUCH_FILE));
        Append.Post post = withFile(post(talk, talk.alice(), "cat"), handle, "");
        List<Appended> results =
                chatLog.append(
                        List.of(
                                post,
                                withFile(post(talk, talk.alice(), "again"), handle, ""),
                                resent(post)));
        Message message = ((Appended.Posted) results.getFirst()).message();
        assertThat(message.file()).contains(new Message.Attachment(handle, "cat.png"));
        assertThat(results.get(1)).isEqualTo(refused(NO_SUCH_FILE));
        assertThat(((Appended.Posted) results.get(2)).message()).isEqualTo(message);
        assertThat(append(withFile(post(talk, talk.alice(), "later"), handle, "")))
                .isEqualTo(refused(NO_SUCH_FILE));
        assertThat(append(withFile(post(talk, talk.alice(), "?"), unique("none"), "")))
                .isEqualTo(refused(NO_SUCH_FILE));
    }

    @Test
    void aResendWithAFileIsRecognisedThoughTheFileIsTaken() {
        String handle = unique("handle");
        storage.files().add(talk.alice(), handle, "cat.png", 5, unique("path"), Long.MAX_VALUE);
        Append.Post post = withFile(post(talk, talk.alice(), "cat"), handle, "dog.png");
        Message message = stored(post);
        assertThat(message.file()).contains(new Message.Attachment(handle, "dog.png"));
        assertThat(append(resent(post))).isEqualTo(new Appended.Posted(chat(1), message, true));
    }

    @Test
    void archivingAMessageGivesItsFileAway() {
        String handle = unique("handle");
        String path = unique("path");
        storage.files().add(talk.alice(), handle, "cat.png", 5, path, Long.MAX_VALUE);
        Message message = stored(withFile(post(talk, talk.alice(), "cat"), handle, ""));
        Appended.Archived archived =
                (Appended.Archived)
                        append(new Append.Archive(talk.chatId(), talk.bob(), message.id()));
        assertThat(archived.orphan()).contains(path);
        assertThat(storage.files().known(List.of(path))).isEmpty();
        assertThat(storage.files().ofMessage(message.id(), talk.alice())).isEmpty();
    }

    @Test
    void whatTheDatabaseCannotTakeFailsAloneAndInOrder() {
        Message message = stored(post(talk, talk.alice(), "zero"));
        Talk other = talk();
        List<Appended> results =
                chatLog.append(
                        List.of(
                                post(talk, talk.alice(), "one"),
                                post(talk, talk.alice(), "poison\0"),
                                post(other, other.alice(), "uno"),
                                new Append.Edit(
                                        talk.chatId(), talk.alice(), message.id(), "poison\0"),
                                post(talk, talk.bob(), "two"),
                                post(other, other.alice(), "due")));
        assertThat(results.get(1)).isInstanceOf(Appended.Failed.class);
        assertThat(results.get(3)).isInstanceOf(Appended.Failed.class);
        assertThat(contents(talk)).containsExactly("two", "one", "zero");
        assertThat(contents(other)).containsExactly("due", "uno");
        assertThat(seq(results.get(4))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "NULL",
                "{}",
                "{a,\"b\"}",
                "'; --",
                "\\",
                "a\\\"b",
                "\n\t\r",
                "👩‍👩‍👧 e\u0301 \ufdd0",
            })
    void contentAndNamesAreKeptByteForByte(String text) {
        String handle = unique(text);
        storage.files().add(talk.alice(), handle, text, 5, unique(text), Long.MAX_VALUE);
        Message message = stored(withFile(post(talk, talk.alice(), text), handle, text));
        append(new Append.Edit(talk.chatId(), talk.alice(), message.id(), text));
        Message found = storage.messages().find(message.id(), talk.alice()).orElseThrow();
        assertThat(found.content()).isEqualTo(text);
        assertThat(found.file()).contains(new Message.Attachment(handle, text));
    }

    @Test
    void theSendersClockIsCutToMilliseconds() {
        Append.Post post = post(talk, talk.alice(), "hi");
        Message message =
                stored(
                        new Append.Post(
                                post.chatId(),
                                post.actorId(),
                                post.clientMsgId(),
                                true,
                                Optional.empty(),
                                "hi",
                                Instant.parse("1969-07-20T20:17:40.123987Z"),
                                Optional.empty(),
                                post.replyTo()));
        assertThat(message.timeStamp()).isEqualTo("1969-07-20T20:17:40.123Z");
        assertThat(storage.messages().find(message.id(), talk.alice())).contains(message);
    }

    private Chat chat(long lastSeq) {
        return new Chat(
                talk.chatId(),
                Math.min(talk.alice(), talk.bob()),
                Math.max(talk.alice(), talk.bob()),
                lastSeq);
    }

    private static long seq(Appended result) {
        return switch (result) {
            case Appended.Posted posted -> posted.message().seq();
            case Appended.Edited edited -> edited.seq();
            case Appended.Archived archived -> archived.seq();
            case Appended.ChatArchived archived -> archived.seq();
            case Appended.Erased erased -> erased.seq();
            case Appended.Refused _, Appended.Busy _, Appended.Failed _, Appended.Unknown _ ->
                    throw new AssertionError(result);
        };
    }
}
