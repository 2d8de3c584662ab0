package dev.messenger.server.torture;

import static dev.messenger.server.torture.Checker.about;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Journal.Line;
import dev.messenger.server.torture.Ledger.Numbered;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Whether a device of Part 2 saw all that its user should see, as it is, and nothing else.
final class DeviceCheck {

    /// A message's version on a device that knows that it is deleted.
    private static final int DELETED = -1;

    /// What was acknowledged as an edit, by the number it was given.
    private record Edit(long seq, int version) {}

    private final Journal journal;
    private final Ledger ledger;
    private final Findings findings;
    private final Set<Long> chats;
    private final Map<Long, BitSet> seen = new HashMap<>();
    private final Map<Long, Integer> versions = new HashMap<>();
    private final Map<UUID, Long> idsByMark = new HashMap<>();
    private final Map<Long, Edit> edits = new HashMap<>();

    DeviceCheck(Journal journal, Ledger ledger, Findings findings) {
        this.journal = journal;
        this.ledger = ledger;
        this.findings = findings;
        this.chats = ledger.stored().chatsOf(journal.owner().userId());
    }

    /// How many messages came to this device.
    long run() {
        for (Line line : journal.lines()) {
            switch (line.what()) {
                case SEEN -> seen(line);
                case ACKED -> acked(line);
                case OPENED, CLOSED, SENT, REFUSED, UNANSWERED, HOLE, FALL, BREACH -> {}
            }
        }
        lookForNewerEdits();
        return chats.stream().mapToLong(this::lookForTheUnseen).sum();
    }

    private void seen(Line line) {
        if (line.chatId() != Frame.NONE && !chats.contains(line.chatId())) {
            findings.add(Fault.LEAKED, about(journal, line));
            return;
        }
        switch (line.type()) {
            case "new_message", "updated_message" -> {
                if (!ledger.wasSent(line.mark(), line.chatId())) {
                    findings.add(Fault.PHANTOM, "never sent: " + about(journal, line));
                }
                isOneMessage(line);
                isStored(line, Fault.PHANTOM);
                versions.put(line.messageId(), line.mark().version());
            }
            case "delete_message" -> {
                isStored(line, Fault.PHANTOM);
                versions.put(line.messageId(), DELETED);
            }
            case "deleted_chat", "chat_event" -> cover(line);
            default -> {} // nothing that is stored
        }
    }

    private void acked(Line line) {
        if (!chats.contains(line.chatId())) {
            findings.add(Fault.LEAKED, about(journal, line));
            return;
        }
        isStored(line, Fault.LOST);
        switch (line.type()) {
            case "POST", "REPEAT" -> {
                isOneMessage(line);
                if (!line.dup()) {
                    versions.put(line.messageId(), line.mark().version());
                }
            }
            case "EDIT" -> {
                versions.put(line.messageId(), line.mark().version());
                edits.merge(
                        line.messageId(),
                        new Edit(line.seq(), line.mark().version()),
                        (one, other) -> one.seq() > other.seq() ? one : other);
            }
            case "ARCHIVE" -> versions.put(line.messageId(), DELETED);
            default -> {} // an answer to nothing, which the device noted
        }
    }

    /// Whether there is, under this number, what this line tells of.
    private void isStored(Line line, Fault otherwise) {
        Numbered there = ledger.at(line.chatId(), line.seq());
        if (there == null || there.messageId() != line.messageId() || !isThatMessage(line)) {
            findings.add(otherwise, "there is " + there + ": " + about(journal, line));
        }
        if (!line.dup()) {
            cover(line);
        }
    }

    private boolean isThatMessage(Line line) {
        Stored.Message message = ledger.message(line.messageId());
        return message != null
                && (line.mark().equals(Frame.Mark.NONE)
                        || message.mark().id().equals(line.mark().id()));
    }

    private void isOneMessage(Line line) {
        Long known = idsByMark.putIfAbsent(line.mark().id(), line.messageId());
        if (known != null && known != line.messageId()) {
            findings.add(
                    Fault.DUPLICATED, "known as message " + known + ": " + about(journal, line));
        }
    }

    private void cover(Line line) {
        if (line.seq() > 0) {
            seen.computeIfAbsent(line.chatId(), _ -> new BitSet()).set(Math.toIntExact(line.seq()));
        }
    }

    /// The last edit that is stored is one that this device made: then its content is what counts.
    private void lookForNewerEdits() {
        Map<Long, Long> last = new HashMap<>();
        ledger.stored().changes().stream()
                .filter(change -> edits.containsKey(change.messageId()))
                .forEach(change -> last.merge(change.messageId(), change.seq(), Math::max));
        edits.forEach(
                (messageId, edit) -> {
                    Stored.Message message = ledger.message(messageId);
                    if (message != null
                            && last.getOrDefault(messageId, 0L) == edit.seq()
                            && message.mark().version() != edit.version()) {
                        findings.add(
                                Fault.LOST,
                                journal.owner().device() + " " + edit + " of " + message);
                    }
                });
    }

    private long lookForTheUnseen(long chatId) {
        BitSet here = seen.getOrDefault(chatId, new BitSet());
        long delivered = 0;
        for (var number : ledger.numbersOf(chatId).entrySet()) {
            boolean covered = here.get(Math.toIntExact(number.getKey()));
            if (!covered) {
                findings.add(
                        number.getValue().isMessage() ? Fault.UNDELIVERED : Fault.GAPS,
                        "%s never saw %d of chat %d, %s"
                                .formatted(
                                        journal.owner().device(),
                                        number.getKey(),
                                        chatId,
                                        number.getValue()));
            } else if (number.getValue().isMessage()) {
                delivered++;
                isUpToDate(number.getValue().messageId());
            }
        }
        return delivered;
    }

    private void isUpToDate(long messageId) {
        Stored.Message message = ledger.message(messageId);
        int here = versions.getOrDefault(messageId, Integer.MIN_VALUE);
        if (message != null && here != (message.archived() ? DELETED : message.mark().version())) {
            findings.add(
                    Fault.UNDELIVERED,
                    journal.owner().device() + " has version " + here + " of " + message);
        }
    }
}
