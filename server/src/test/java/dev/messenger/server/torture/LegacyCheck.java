package dev.messenger.server.torture;

import static dev.messenger.server.torture.Checker.about;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Journal.Line;
import dev.messenger.server.torture.Journal.What;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a client of Part 1 saw nothing but what is stored, in order and once a connection, and can
/// read all the rest as the past.
final class LegacyCheck {

    /// The type of what was read over REST, newest first.
    static final String PAST = "past";

    private final Journal journal;
    private final Ledger ledger;
    private final Findings findings;
    private final Set<Long> chats;
    private final Map<Long, Long> lastSeq = new HashMap<>();
    private final Map<Long, Long> lastOfThePast = new HashMap<>();
    private final Map<Long, Integer> past = new HashMap<>();
    private final Set<Long> live = new HashSet<>();
    private int connection;

    LegacyCheck(Journal journal, Ledger ledger, Findings findings) {
        this.journal = journal;
        this.ledger = ledger;
        this.findings = findings;
        this.chats = ledger.stored().chatsOf(journal.owner().userId());
    }

    long run() {
        journal.lines().stream().filter(line -> line.what() == What.SEEN).forEach(this::seen);
        ledger.stored().messages().stream()
                .filter(message -> chats.contains(message.chatId()) && !message.archived())
                .filter(
                        message ->
                                !Integer.valueOf(message.mark().version())
                                        .equals(past.get(message.id())))
                .forEach(
                        message ->
                                findings.add(
                                        Fault.UNDELIVERED,
                                        journal.owner().device() + " has no " + message));
        return past.size();
    }

    private void seen(Line line) {
        if (line.chatId() != Frame.NONE && !chats.contains(line.chatId())) {
            findings.add(Fault.LEAKED, about(journal, line));
        } else if (line.type().equals("new_message")) {
            message(line);
        } else if (line.type().equals(PAST)) {
            past(line);
        }
    }

    private void message(Line line) {
        if (line.connection() != connection) {
            connection = line.connection();
            lastSeq.clear();
            live.clear();
        }
        Stored.Message message = stored(line);
        if (message == null) {
            return;
        }
        if (!live.add(message.id())) {
            findings.add(Fault.DUPLICATED, "seen twice: " + about(journal, line));
        }
        Long before = lastSeq.put(message.chatId(), message.seq());
        if (before != null && before > message.seq()) {
            findings.add(Fault.REORDERED, "after " + before + ": " + message);
        }
    }

    private void past(Line line) {
        Stored.Message message = stored(line);
        if (message == null) {
            return;
        }
        past.put(message.id(), line.mark().version());
        Long before = lastOfThePast.put(message.chatId(), message.seq());
        if (before != null && before < message.seq()) {
            findings.add(Fault.REORDERED, "in the past, after " + before + ": " + message);
        }
    }

    private Stored.@Nullable Message stored(Line line) {
        Stored.Message message = ledger.message(line.messageId());
        if (message == null || !message.mark().id().equals(line.mark().id())) {
            findings.add(Fault.LOST, "seen, not stored: " + about(journal, line));
            return null;
        }
        if (!ledger.wasSent(line.mark(), message.chatId())) {
            findings.add(Fault.PHANTOM, "never sent: " + about(journal, line));
        }
        return message;
    }
}
