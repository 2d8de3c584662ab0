package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.protocol.TimeOfDay;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MessagingTest extends WithRules {

    private static final Refused NO_MESSAGE = new Refused(Reason.NOT_FOUND, "message_id");
    private static final Refused NO_CHAT = new Refused(Reason.NOT_FOUND, "chat_id");

    @Test
    void messageIsHandedToTheChatsWriterUnderAFreshKey() {
        Outcome first = rules.messaging.send(ann, Rules.message(chat, ann, bob, "hi"));
        Outcome second = rules.messaging.send(ann, Rules.message(chat, ann, bob, "hi"));
        Append.Post post = (Append.Post) ((Outcome.Write) first).append();
        assertThat(post)
                .isEqualTo(
                        new Append.Post(
                                chat,
                                ann.userId(),
                                post.clientMsgId(),
                                true,
                                Optional.empty(),
                                "hi",
                                Rules.NOON,
                                Optional.empty(),
                                OptionalLong.empty()));
        assertThat(second).isNotEqualTo(first);
    }

    /// Hashes are stored: a resend may come after an update of the server.
    @Test
    void whatAResendIsRecognisedByIsTheHashOfTheSameJsonForEver() throws Exception {
        Command.NewMessage asked =
                new Command.NewMessage(
                        Optional.of("7"),
                        UUID.randomUUID(),
                        chat,
                        "hi ☃",
                        Optional.of(3L),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Rules.NOON));
        String json =
                """
                {"chat_id":%d,"content":"hi ☃","reply_to":3,"file":null,"file_name":null,\
                "time_of_day":"%s"}"""
                        .formatted(chat, TimeOfDay.format(Rules.NOON));
        Append.Post post = (Append.Post) rules.messaging.send(ann, asked).append();
        assertThat(post.requestHash().orElseThrow())
                .isEqualTo(
                        MessageDigest.getInstance("SHA-256")
                                .digest(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void attachedFileTravelsUnderTheNameInTheMessage() {
        Message message = rules.send(chat, ann, bob, "Ünï.png", new byte[] {1});
        Message.Attachment file = message.file().orElseThrow();
        assertThat(file.name()).isEqualTo("Ünï.png");
        assertThat(history(bob))
                .containsExactly(
                        new ChatApi.PastMessage(
                                message.id(),
                                chat,
                                ann.userId(),
                                bob.userId(),
                                "",
                                Rules.NOON,
                                false,
                                false,
                                file.handle(),
                                "image",
                                "Ünï.png"));
    }

    @Test
    void senderMustBeTheConnectionsUser() {
        assertThat(refusal(() -> rules.messaging.send(bob, Rules.message(chat, ann, bob, "hi"))))
                .isEqualTo(new Refused(Reason.FORBIDDEN, "sender_id"));
    }

    @Test
    void recipientMustBeTheOtherMember() {
        Refused refused = new Refused(Reason.INVALID_VALUE, "recipient_id");
        assertThat(refusal(() -> rules.messaging.send(ann, Rules.message(chat, ann, eve, "hi"))))
                .isEqualTo(refused);
        assertThat(refusal(() -> rules.messaging.send(ann, Rules.message(chat, ann, ann, "hi"))))
                .isEqualTo(refused);
    }

    @Test
    void chatOfOthersIsAnsweredLikeOneThatIsNot() {
        assertThat(refusal(() -> rules.messaging.send(eve, Rules.message(chat, eve, ann, "hi"))))
                .isEqualTo(NO_CHAT);
        assertThat(refusal(() -> rules.messaging.send(eve, Rules.message(999, eve, ann, "hi"))))
                .isEqualTo(NO_CHAT);
        assertThat(refusal(() -> history(eve))).isEqualTo(NO_CHAT);
    }

    @Test
    void chatThatWasArchivedSinceIsNoticedByTheWriter() {
        rules.say(chat, ann, bob, "hi");
        rules.write(rules.chats.archive(bob, new ClientFrame.ArchiveChat(chat, bob.userId())));
        Outcome outcome = rules.messaging.send(ann, Rules.message(chat, ann, bob, "again"));
        assertThat(explained(outcome)).isEqualTo(NO_CHAT);
    }

    @Test
    void uploadIsItsSendersAndTakenOnce() {
        String handle = rules.upload(ann, "a.png", new byte[] {1}).serviceFile();
        Refused refused = new Refused(Reason.NOT_FOUND, "service_file");
        assertThat(explained(rules.messaging.send(bob, withFile(bob, ann, handle))))
                .isEqualTo(refused);
        rules.say(ann, withFile(ann, bob, handle));
        assertThat(explained(rules.messaging.send(ann, withFile(ann, bob, handle))))
                .isEqualTo(refused);
    }

    @Test
    void onlyTheSenderMayEdit() {
        long id = rules.say(chat, ann, bob, "hi").id();
        ClientFrame.UpdateMessage edit = new ClientFrame.UpdateMessage(id, "ho");
        assertThat(refusal(() -> rules.messaging.edit(bob, edit)))
                .isEqualTo(new Refused(Reason.FORBIDDEN, "message_id"));
        assertThat(refusal(() -> rules.messaging.edit(eve, edit))).isEqualTo(NO_MESSAGE);
        assertThat(rules.messaging.edit(ann, edit))
                .isEqualTo(new Outcome.Write(new Append.Edit(chat, ann.userId(), id, "ho")));
    }

    @Test
    void eitherMayArchiveAndNobodyElse() {
        long id = rules.say(chat, ann, bob, "hi").id();
        ClientFrame.ArchiveMessage archive = new ClientFrame.ArchiveMessage(id);
        Refused none = new Refused(Reason.NOT_FOUND, "deleting_message_id");
        assertThat(refusal(() -> rules.messaging.archive(eve, archive))).isEqualTo(none);
        Outcome byBob = rules.messaging.archive(bob, archive);
        Outcome byAnn = rules.messaging.archive(ann, archive);
        rules.write(byBob);

        assertThat(refusal(() -> rules.messaging.archive(ann, archive))).isEqualTo(none);
        assertThat(explained(byAnn)).isEqualTo(none);
        assertThat(refusal(() -> rules.messaging.edit(ann, new ClientFrame.UpdateMessage(id, ""))))
                .isEqualTo(NO_MESSAGE);
        assertThat(refusal(() -> history(ann))).isEqualTo(new Refused(Reason.NOT_FOUND));
    }

    @Test
    void readingTellsBothOfTheMessageAndOfAllBeforeIt() {
        long first = rules.say(chat, ann, bob, "1").id();
        rules.say(chat, bob, ann, "mine");
        long second = rules.say(chat, ann, bob, "2").id();
        rules.say(chat, ann, bob, "3");

        assertThat(read(bob, second)).isEqualTo(readed(3, first, second));
        assertThat(read(bob, second)).isEqualTo(readed(3, second));
        assertThat(read(bob, first)).isEqualTo(readed(3, first));
        assertThat(history(ann))
                .extracting(ChatApi.PastMessage::isReaded)
                .containsExactly(false, true, false, true);
    }

    @Test
    void readingTellsOfTheNewestThreeHundredOnly() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 305; i++) {
            ids.add(rules.say(chat, ann, bob, "").id());
        }
        Long[] newest = ids.subList(5, 305).toArray(Long[]::new);
        assertThat(read(bob, ids.getLast())).isEqualTo(readed(305, newest));
    }

    @Test
    void onlyTheRecipientReads() {
        long id = rules.say(chat, ann, bob, "hi").id();
        assertThat(refusal(() -> read(ann, id))).isEqualTo(NO_MESSAGE);
        assertThat(refusal(() -> read(eve, id))).isEqualTo(NO_MESSAGE);
        assertThat(refusal(() -> read(bob, 999))).isEqualTo(NO_MESSAGE);
        assertThat(history(bob)).extracting(ChatApi.PastMessage::isReaded).containsOnly(false);
    }

    @Test
    void sendingDoesNotRead() {
        rules.say(chat, ann, bob, "hi");
        rules.say(chat, bob, ann, "ho");
        assertThat(history(ann)).extracting(ChatApi.PastMessage::isReaded).containsOnly(false);
    }

    @Test
    void historyIsNewestFirstThreeHundredAtATimeFromTheOffset() {
        for (int i = 0; i < 302; i++) {
            rules.say(chat, ann, bob, "m" + i);
        }
        assertThat(history(bob)).hasSize(300).first().matches(it -> it.content().equals("m301"));
        assertThat(history(bob, 300L))
                .extracting(ChatApi.PastMessage::content)
                .containsExactly("m1", "m0");
        assertThat(refusal(() -> history(bob, 302L))).isEqualTo(new Refused(Reason.NOT_FOUND));
    }

    private Outcome read(Caller me, long messageId) {
        return rules.messaging.read(me, new ClientFrame.IsReadedMessage(messageId));
    }

    /// That Bob read these messages of Ann's, and has read up to there.
    private Outcome readed(long upTo, Long... ids) {
        List<ServerFrame> frames = new ArrayList<>();
        for (long id : ids) {
            frames.add(new ServerFrame.ReadedMessage(id, true, bob.userId(), ann.userId()));
        }
        return new Outcome.Deliver(
                List.of(ann.userId(), bob.userId()),
                frames,
                List.of(new Event.Receipt(chat, bob.userId(), upTo, upTo)));
    }

    private List<ChatApi.PastMessage> history(Caller me) {
        return history(me, 0L);
    }

    private List<ChatApi.PastMessage> history(Caller me, long offset) {
        return rules.messaging.history(
                me,
                new ChatApi.History(
                        chat,
                        Optional.of(offset),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private ClientFrame.NewMessage withFile(Caller from, Caller to, String handle) {
        return new ClientFrame.NewMessage(
                chat,
                from.userId(),
                to.userId(),
                "",
                Rules.NOON,
                Optional.of("a.png"),
                Optional.of(handle));
    }

    /// What the asker is told once the writer refused.
    private Refused explained(Outcome outcome) {
        Appended.Refused refused = (Appended.Refused) rules.write(outcome);
        return refusal(
                () -> {
                    throw Refusals.explain(((Outcome.Write) outcome).append(), refused.reason());
                });
    }
}
