package dev.messenger.server.torture;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Journal.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Whether what a device posted to a chat over one connection is numbered in the order in which it was
/// sent: unless the server refused it at first, or knew it from an earlier connection.
final class SendingOrder {

    /// Per chat, the posts of one connection in the order of sending.
    private final Map<Long, Map<UUID, Line>> sent = new LinkedHashMap<>();

    /// Their acks, if they took a number then.
    private final Map<UUID, Long> numbers = new HashMap<>();

    private SendingOrder() {}

    static void check(Journal journal, Findings findings) {
        Map<Integer, SendingOrder> connections = new LinkedHashMap<>();
        for (Line line : journal.lines()) {
            connections.computeIfAbsent(line.connection(), _ -> new SendingOrder()).note(line);
        }
        connections.values().forEach(connection -> connection.compare(journal, findings));
    }

    private void note(Line line) {
        UUID id = line.mark().id();
        switch (line.what()) {
            case SENT -> {
                if (line.note().startsWith("POST ")) {
                    sent.computeIfAbsent(line.chatId(), _ -> new LinkedHashMap<>())
                            .putIfAbsent(id, line);
                }
            }
            case ACKED -> {
                if (line.type().equals("POST") && !line.dup()) {
                    numbers.put(id, line.seq());
                }
            }
            case REFUSED -> sent.values().forEach(posts -> posts.remove(id));
            case OPENED, CLOSED, SEEN, UNANSWERED, HOLE, FALL, BREACH -> {}
        }
    }

    private void compare(Journal journal, Findings findings) {
        for (Map<UUID, Line> posts : sent.values()) {
            List<Line> numbered = new ArrayList<>(posts.values());
            numbered.removeIf(line -> !numbers.containsKey(line.mark().id()));
            for (int i = 1; i < numbered.size(); i++) {
                long before = number(numbered.get(i - 1));
                long after = number(numbered.get(i));
                if (after < before) {
                    findings.add(
                            Fault.REORDERED,
                            "numbered %d after %d: %s"
                                    .formatted(
                                            after,
                                            before,
                                            Checker.about(journal, numbered.get(i))));
                }
            }
        }
    }

    private long number(Line line) {
        return numbers.getOrDefault(line.mark().id(), 0L);
    }
}
