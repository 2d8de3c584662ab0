package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.storage.Watermark;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each socket here has an event loop of its own, which runs when its frames are looked at.
@ExtendWith(FailsOnLeaks.class)
final class OpenSocketsTest {

    private static final long ANN = 1;
    private static final long BEN = 2;
    private static final long EVE = 3;

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final List<TestSocket> opened = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        opened.forEach(socket -> socket.channel.finishAndReleaseAll());
    }

    // Who gets it

    @Test
    void aPublicationReachesEverySocketOfItsAudienceAndNobodyElse() {
        TestSocket phone = open(ANN);
        TestSocket laptop = open(ANN);
        TestSocket ben = open(BEN);
        TestSocket eve = open(EVE);
        sockets.publish(List.of(Published.deletion(1, ANN, BEN)));
        assertThat(phone.sent()).containsExactly(frame(1));
        assertThat(laptop.sent()).containsExactly(frame(1));
        assertThat(ben.sent()).containsExactly(frame(1));
        assertThat(eve.sent()).isEmpty();
    }

    @Test
    void allReceiversShareOneEncodedFrame() {
        TestSocket ann = open(ANN);
        TestSocket ben = open(BEN);
        sockets.publish(List.of(Published.deletion(1, ANN, BEN)));
        ann.channel.runPendingTasks();
        ben.channel.runPendingTasks();
        ByteBuf anns = ann.channel.readOutbound();
        ByteBuf bens = ben.channel.readOutbound();
        assertThat(anns.memoryAddress()).isEqualTo(bens.memoryAddress());
        anns.readByte();
        assertThat(bens.readerIndex()).as("each has indices of its own").isZero();
        anns.release();
        bens.release();
    }

    @Test
    void aDeliveryReachesItsUsersInOrder() {
        TestSocket ann = open(ANN);
        sockets.deliver(
                new Outcome.Deliver(
                        List.of(ANN, BEN),
                        List.of(new ServerFrame.DeleteMessage(1), new ServerFrame.DeleteMessage(2)),
                        List.of()));
        assertThat(ann.sent()).containsExactly(frame(1), frame(2));
    }

    @Test
    void publicationsAndAnswersKeepTheOrderOfTheirCalls() {
        TestSocket ann = open(ANN);
        sockets.publish(List.of(Published.deletion(1, ANN, BEN)));
        ann.socket.send(new ServerFrame.DeleteMessage(2));
        sockets.publish(List.of(Published.deletion(3, ANN, BEN)));
        assertThat(ann.sent()).containsExactly(frame(1), frame(2), frame(3));
    }

    @Test
    void whoComesLaterGetsTheRestAfterThoseBefore() {
        TestSocket phone = open(ANN);
        sockets.publish(List.of(Published.deletion(1, ANN, BEN)));
        TestSocket laptop = open(ANN);
        sockets.publish(List.of(Published.deletion(2, ANN, BEN)));
        assertThat(phone.sent()).containsExactly(frame(1), frame(2));
        assertThat(laptop.sent()).containsExactly(frame(2));
    }

    @Test
    void aClosedSocketGetsNothingMore() {
        TestSocket gone = open(ANN);
        TestSocket stays = open(ANN);
        gone.channel.close();
        sockets.publish(List.of(Published.deletion(1, ANN, BEN)));
        assertThat(stays.sent()).containsExactly(frame(1));
        assertThat(gone.sent()).isEmpty();
    }

    // What was received

    @Test
    void aMessageThatIsWrittenToItsRecipientsSocketCountsAsReceived() {
        TestSocket ben = open(BEN);
        sockets.publish(List.of(Published.message(3, ANN, BEN, "hi")));
        ben.sent();
        assertThat(ben.marks).containsExactly(new Watermark(Published.CHAT, BEN, 3, 0));
    }

    @Test
    void whatWaitsOrFailsIsNotReceived() {
        TestSocket ben = open(BEN);
        ben.channel.stuck = true;
        sockets.publish(List.of(Published.message(3, ANN, BEN, "hi")));
        ben.channel.runPendingTasks();
        assertThat(ben.marks).isEmpty();
        ben.channel.close();
        assertThat(ben.marks).isEmpty();
    }

    @Test
    void whatASenderHasSentNeedsNoMark() {
        TestSocket ann = open(ANN);
        sockets.publish(List.of(Published.message(3, ANN, BEN, "hi")));
        assertThat(ann.sent()).hasSize(1);
        assertThat(ann.marks).isEmpty();
    }

    @Test
    void aSocketThatClosesBeforeItsTurnReceivesNothing() {
        TestSocket ben = open(BEN);
        ben.socket.close(CloseCode.SIGNED_OUT);
        sockets.publish(List.of(Published.message(3, ANN, BEN, "hi")));
        assertThat(ben.sent()).containsExactly("close 4001");
        assertThat(ben.marks).isEmpty();
    }

    // Slow readers

    @Test
    void aSocketThatReadsTooSlowlyIsClosedAndNobodyElseNotices() {
        TestSocket slow = open(ANN);
        TestSocket quick = open(BEN);
        slow.channel.stuck = true;
        for (int i = 0; i < 100; i++) {
            sockets.publish(List.of(large(16_000)));
            slow.channel.runPendingTasks();
            assertThat(quick.sent()).hasSize(1);
            assertThat(slow.channel.waiting()).isLessThan(Backlog.LARGEST + 300);
        }
        slow.channel.stuck = false;
        slow.channel.flush();
        assertThat(slow.sent()).hasSizeBetween(60, 66).last().isEqualTo("close 1013");
        assertThat(quick.isOpen()).isTrue();
    }

    @Test
    void whatOnlyWaitsForAFlushIsNoBacklog() {
        TestSocket ann = open(ANN);
        ann.channel.stuck = true;
        sockets.publish(List.of(large(900_000)));
        ann.channel.runPendingTasks();
        ann.channel.stuck = false;
        sockets.publish(List.of(large(200_000)));
        assertThat(ann.sent()).hasSize(2).noneMatch(frame -> frame.startsWith("close"));
    }

    @Test
    void aFrameThatNothingWaitsBeforeMayBeOfAnyLength() {
        TestSocket ann = open(ANN);
        ann.channel.stuck = true;
        sockets.publish(List.of(large(3_000_000)));
        ann.channel.runPendingTasks();
        sockets.publish(List.of(Published.deletion(1, ANN, BEN)));
        ann.channel.runPendingTasks();
        ann.channel.stuck = false;
        ann.channel.flush();
        assertThat(ann.sent()).hasSize(2).last().isEqualTo("close 1013");
    }

    // Sessions and the end

    @Test
    void anEndedSessionTakesItsOwnSocketsAlong() {
        UUID lost = UUID.randomUUID();
        TestSocket phone = open(ANN, lost);
        TestSocket laptop = open(ANN, UUID.randomUUID());
        sockets.sessionEnded(lost);
        assertThat(phone.sent()).containsExactly("close 4001");
        assertThat(laptop.sent()).isEmpty();
    }

    @Test
    void aSocketWhoseSessionEndedWhileItSignedInIsClosed() {
        UUID lost = UUID.randomUUID();
        sockets.sessionEnded(lost);
        assertThat(open(ANN, lost).sent()).containsExactly("close 4001");
    }

    private TestSocket open(long userId) {
        return remember(new TestSocket(sockets, userId));
    }

    @Test
    void whoIsSignedOutLosesEverySocketButThoseOfTheSessionThatGoesOn() {
        UUID kept = UUID.randomUUID();
        TestSocket here = open(ANN, kept);
        TestSocket there = open(ANN, UUID.randomUUID());
        TestSocket byPassword = open(ANN);
        TestSocket ben = open(BEN);
        sockets.signedOut(ANN, Optional.of(kept));
        assertThat(there.sent()).containsExactly("close 4001");
        assertThat(byPassword.sent()).containsExactly("close 4001");
        assertThat(here.sent()).isEmpty();
        assertThat(ben.sent()).isEmpty();
    }

    @Test
    void whoeverIsSignedOutForGoodLosesAllSockets() {
        TestSocket withSession = open(ANN, UUID.randomUUID());
        TestSocket byPassword = open(ANN);
        sockets.signedOut(ANN, Optional.empty());
        assertThat(withSession.sent()).containsExactly("close 4001");
        assertThat(byPassword.sent()).containsExactly("close 4001");
    }

    @Test
    void aPasswordThatWasCheckedBeforeItChangedOpensNoSocketAfterwards() {
        long before = System.nanoTime();
        sockets.signedOut(ANN, Optional.empty());
        Caller byPassword = new Caller(ANN, Optional.empty());
        TestSocket late = remember(new TestSocket(sockets, byPassword, before, Runnable::run));
        assertThat(late.sent()).containsExactly("close 4001");
        assertThat(open(ANN).sent()).as("signed in since, by the new one").isEmpty();
    }

    private TestSocket open(long userId, UUID session) {
        return remember(new TestSocket(sockets, userId, session));
    }

    private TestSocket remember(TestSocket socket) {
        opened.add(socket);
        return socket;
    }

    private static Publication large(int length) {
        return Published.message(1, ANN, BEN, "x".repeat(length));
    }

    private static String frame(long number) {
        return "text {\"type\":\"delete_message\",\"message_id\":" + number + "}";
    }
}
