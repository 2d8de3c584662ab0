package dev.messenger.server.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Frame.Mark;
import dev.messenger.server.torture.Journal.Owner;
import dev.messenger.server.torture.Journal.What;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The checker cries for each fault, and for that one alone: Ann posts to Bob and edits, and each test
/// spoils one line of what was noted or stored.
final class CheckerTest {

    private static final long ANN = 1;
    private static final long BOB = 2;
    private static final long CHAT = 7;
    private static final long OTHER_CHAT = 8;
    private static final long FIRST_ID = 70;
    private static final long SECOND_ID = 71;

    private static final Mark FIRST = new Mark(new UUID(1, 1), 0);
    private static final Mark FIRST_EDITED = new Mark(FIRST.id(), 1);
    private static final Mark SECOND = new Mark(new UUID(2, 2), 0);

    private final Journal anns = new Journal(new Owner("ann", ANN, false), 0);
    private final Journal bobs = new Journal(new Owner("bob", BOB, false), 0);
    private final Journal old = new Journal(new Owner("old", BOB, true), 0);
    private final List<Stored.Message> messages =
            new ArrayList<>(
                    List.of(message(FIRST_ID, 1, FIRST_EDITED), message(SECOND_ID, 2, SECOND)));
    private final List<Stored.Change> changes =
            new ArrayList<>(List.of(new Stored.Change(CHAT, 3, "edit", FIRST_ID, ANN)));

    @Test
    void whereAllIsWellNothingIsFound() {
        annWrites();
        bobSees(1, 2, 3);
        oldClientReads();

        Checker.Result result = check();

        assertThat(result.findings().none()).as(result.findings().examples().toString()).isTrue();
        assertThat(result.acked()).isEqualTo(2);
        assertThat(result.stored()).isEqualTo(2);
        assertThat(result.changes()).isEqualTo(1);
        assertThat(result.delivered()).isEqualTo(6);
    }

    @Test
    void whatWasAcknowledgedAndIsNotStoredIsLost() {
        annWrites();
        sent(anns, "POST", new Mark(new UUID(3, 3), 0));
        line(anns, What.ACKED, "POST", 4, 72, new Mark(new UUID(3, 3), 0));
        bobSees(1, 2, 3);
        finds(Fault.LOST);
    }

    @Test
    void whatWasAcknowledgedAsTheNewestEditAndIsNotTheContentIsLost() {
        messages.set(0, message(FIRST_ID, 1, FIRST));
        annWrites();
        line(bobs, What.SEEN, "new_message", 1, FIRST_ID, FIRST);
        line(bobs, What.SEEN, "new_message", 2, SECOND_ID, SECOND);
        line(bobs, What.SEEN, "updated_message", 3, FIRST_ID, FIRST);
        finds(Fault.LOST, Fault.UNDELIVERED); // Ann's own device shows what she wrote
    }

    @Test
    void whatAnOldClientSawAndIsNotStoredIsLost() {
        annWrites();
        bobSees(1, 2, 3);
        line(old, What.SEEN, "new_message", Frame.NONE, 99, FIRST);
        oldClientReads();
        finds(Fault.LOST);
    }

    @Test
    void oneMarkInTwoRowsIsDuplicated() {
        messages.add(message(72, 4, SECOND));
        annWrites();
        line(anns, What.SEEN, "new_message", 4, 72, SECOND);
        bobSees(1, 2, 3);
        line(bobs, What.SEEN, "new_message", 4, 72, SECOND);
        // Ann's and Bob's device know it under two numbers, too.
        assertThat(finds(Fault.DUPLICATED).count(Fault.DUPLICATED)).isEqualTo(3);
    }

    @Test
    void whatAnOldClientSawTwiceOnOneConnectionIsDuplicated() {
        annWrites();
        bobSees(1, 2, 3);
        line(old, What.SEEN, "new_message", Frame.NONE, SECOND_ID, SECOND);
        line(old, What.SEEN, "new_message", Frame.NONE, SECOND_ID, SECOND);
        oldClientReads();
        finds(Fault.DUPLICATED);
    }

    @Test
    void whatIsStoredAndWasNeverSentIsAPhantom() {
        messages.set(1, message(SECOND_ID, 2, new Mark(SECOND.id(), 9)));
        annWrites();
        bobSees(1);
        line(bobs, What.SEEN, "new_message", 2, SECOND_ID, SECOND);
        bobSees(3);
        assertThat(check().findings().count(Fault.PHANTOM)).isEqualTo(1);
    }

    @Test
    void whatWasSeenAndIsNotStoredIsAPhantom() {
        annWrites();
        bobSees(1, 2, 3);
        line(bobs, What.SEEN, "new_message", 4, 72, SECOND);
        assertThat(check().findings().count(Fault.PHANTOM)).isEqualTo(1);
    }

    @Test
    void whatOneDeviceDidNotSeeIsUndelivered() {
        annWrites();
        bobSees(1, 3);
        finds(Fault.UNDELIVERED);
    }

    @Test
    void anEditThatOneDeviceDoesNotShowIsUndelivered() {
        annWrites();
        bobSees(3, 2, 1); // in the end it holds what the oldest frame said
        finds(Fault.UNDELIVERED);
    }

    @Test
    void whatAnOldClientCannotReadIsUndelivered() {
        annWrites();
        bobSees(1, 2, 3);
        line(old, What.SEEN, LegacyCheck.PAST, Frame.NONE, SECOND_ID, SECOND);
        finds(Fault.UNDELIVERED);
    }

    @Test
    void aNumberThatFellIsReordered() {
        annWrites();
        bobSees(1, 2, 3);
        line(bobs, What.FALL, "new_message", 2, Frame.NONE, Mark.NONE);
        finds(Fault.REORDERED);
    }

    @Test
    void numbersAgainstTheOrderOfSendingAreReordered() {
        sent(anns, "POST", SECOND);
        sent(anns, "POST", FIRST);
        line(anns, What.ACKED, "POST", 1, FIRST_ID, FIRST);
        line(anns, What.ACKED, "POST", 2, SECOND_ID, SECOND);
        sent(anns, "EDIT", FIRST_EDITED);
        line(anns, What.ACKED, "EDIT", 3, FIRST_ID, FIRST_EDITED);
        bobSees(1, 2, 3);
        finds(Fault.REORDERED);
    }

    @Test
    void whatAnOldClientSawInAnotherOrderIsReordered() {
        annWrites();
        bobSees(1, 2, 3);
        line(old, What.SEEN, "new_message", Frame.NONE, SECOND_ID, SECOND);
        line(old, What.SEEN, "new_message", Frame.NONE, FIRST_ID, FIRST);
        oldClientReads();
        finds(Fault.REORDERED);
    }

    @Test
    void aNumberThatTheDatabaseLacksIsAGap() {
        annWrites();
        bobSees(1, 2, 3);
        Checker.Result result = Checker.check(List.of(anns, bobs), stored(4));
        assertThat(result.findings().count(Fault.GAPS)).isEqualTo(1);
    }

    @Test
    void aHoleOnASocketIsAGap() {
        annWrites();
        bobSees(1, 2, 3);
        line(bobs, What.HOLE, "new_message", 2, Frame.NONE, Mark.NONE);
        finds(Fault.GAPS);
    }

    @Test
    void aChangeThatOneDeviceDidNotSeeIsAGap() {
        annWrites();
        line(bobs, What.SEEN, "new_message", 1, FIRST_ID, FIRST_EDITED);
        bobSees(2);
        finds(Fault.GAPS);
    }

    @Test
    void aFrameOfAChatOfOthersIsLeaked() {
        annWrites();
        bobSees(1, 2, 3);
        bobs.add(1, What.SEEN, "head", OTHER_CHAT, 3, Frame.NONE, Mark.NONE, false, "");
        finds(Fault.LEAKED);
    }

    @Test
    void whatTheDevicesThemselvesNotedCounts() {
        annWrites();
        bobSees(1, 2, 3);
        bobs.note(1, What.UNANSWERED, "r1");
        bobs.note(1, What.BREACH, "closed with 1002");
        finds(Fault.UNANSWERED, Fault.BREACHES);
    }

    private void annWrites() {
        sent(anns, "POST", FIRST);
        sent(anns, "POST", SECOND);
        line(anns, What.ACKED, "POST", 1, FIRST_ID, FIRST);
        line(anns, What.ACKED, "POST", 2, SECOND_ID, SECOND);
        sent(anns, "EDIT", FIRST_EDITED);
        line(anns, What.ACKED, "EDIT", 3, FIRST_ID, FIRST_EDITED);
    }

    private void bobSees(int... numbers) {
        Arrays.stream(numbers)
                .forEach(
                        number -> {
                            switch (number) {
                                case 1 -> line(bobs, What.SEEN, "new_message", 1, FIRST_ID, FIRST);
                                case 2 ->
                                        line(bobs, What.SEEN, "new_message", 2, SECOND_ID, SECOND);
                                default ->
                                        line(
                                                bobs,
                                                What.SEEN,
                                                "updated_message",
                                                3,
                                                FIRST_ID,
                                                FIRST_EDITED);
                            }
                        });
    }

    private void oldClientReads() {
        line(old, What.SEEN, LegacyCheck.PAST, Frame.NONE, SECOND_ID, SECOND);
        line(old, What.SEEN, LegacyCheck.PAST, Frame.NONE, FIRST_ID, FIRST_EDITED);
    }

    private static void sent(Journal journal, String kind, Mark mark) {
        journal.add(1, What.SENT, kind, CHAT, Frame.NONE, Frame.NONE, mark, false, kind + " r1");
    }

    private static void line(
            Journal journal, What what, String type, long seq, long messageId, Mark mark) {
        journal.add(1, what, type, CHAT, seq, messageId, mark, false, "");
    }

    private static Stored.Message message(long id, long seq, Mark mark) {
        return new Stored.Message(id, CHAT, seq, ANN, mark.id(), mark, false);
    }

    private Stored stored(long lastSeq) {
        return new Stored(
                Map.of(
                        CHAT,
                        new Stored.Chat(CHAT, lastSeq, Map.of(ANN, lastSeq, BOB, lastSeq)),
                        OTHER_CHAT,
                        new Stored.Chat(OTHER_CHAT, 0, Map.of(ANN, 0L))),
                messages,
                changes);
    }

    private Checker.Result check() {
        List<Journal> journals =
                old.lines().isEmpty() ? List.of(anns, bobs) : List.of(anns, bobs, old);
        return Checker.check(journals, stored(messages.size() + changes.size()));
    }

    /// These, and no other.
    private Findings finds(Fault... expected) {
        Findings findings = check().findings();
        assertThat(Arrays.stream(Fault.values()).filter(fault -> findings.count(fault) > 0))
                .as(findings.examples().toString())
                .containsExactlyInAnyOrder(expected);
        return findings;
    }
}
