package dev.messenger.server.torture;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Journal.What;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Compares the devices' journals with each other and with the database, when all is over.
///
/// It knows messages by the mark in their content, so that a server that mixes up its keys is found out.
final class Checker {

    /// What the table says of a run.
    ///
    /// @param acked messages that the server acknowledged
    /// @param stored messages in the database
    /// @param changes edits and deletions there
    /// @param delivered messages that came to a device, each device counted
    record Result(int acked, int stored, int changes, long delivered, Findings findings) {}

    private Checker() {}

    static Result check(List<Journal> journals, Stored stored) {
        return check(journals, stored, new Findings());
    }

    /// @param findings what is known already
    static Result check(List<Journal> journals, Stored stored, Findings findings) {
        Ledger ledger = new Ledger(stored, journals);
        ledger.file(findings);
        Set<UUID> acked = new HashSet<>();
        long delivered = 0;
        for (Journal journal : journals) {
            noteWhatTheDeviceNoted(journal, findings);
            delivered +=
                    journal.owner().legacy()
                            ? new LegacyCheck(journal, ledger, findings).run()
                            : new DeviceCheck(journal, ledger, findings).run();
            SendingOrder.check(journal, findings);
            acked.addAll(acked(journal));
        }
        return new Result(
                acked.size(),
                stored.messages().size(),
                stored.changes().size(),
                delivered,
                findings);
    }

    /// An old client has no other answer than its own message.
    private static Set<UUID> acked(Journal journal) {
        Set<UUID> own = new HashSet<>();
        Set<UUID> acked = new HashSet<>();
        for (Journal.Line line : journal.lines()) {
            UUID id = line.mark().id();
            if (line.what() == What.SENT) {
                own.add(id);
            } else if (line.what() == What.ACKED
                    ? line.type().equals("POST")
                    : line.type().equals("new_message") && own.contains(id)) {
                acked.add(id);
            }
        }
        return acked;
    }

    private static void noteWhatTheDeviceNoted(Journal journal, Findings findings) {
        for (Journal.Line line : journal.lines()) {
            switch (line.what()) {
                case HOLE -> findings.add(Fault.GAPS, about(journal, line));
                case FALL -> findings.add(Fault.REORDERED, about(journal, line));
                case UNANSWERED -> findings.add(Fault.UNANSWERED, about(journal, line));
                case BREACH -> findings.add(Fault.BREACHES, about(journal, line));
                case OPENED, CLOSED, SENT, ACKED, SEEN, REFUSED -> {}
            }
        }
    }

    static String about(Journal journal, Journal.Line line) {
        return journal.owner().device() + " " + line;
    }
}
