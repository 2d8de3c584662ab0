package dev.messenger.server.torture;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Journal.Line;
import dev.messenger.server.torture.Journal.What;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was sent and what is stored, side by side, to look things up in.
final class Ledger {

    /// What stands under one number of a chat.
    record Numbered(String kind, long messageId) {

        static final String MESSAGE = "message";

        boolean isMessage() {
            return kind.equals(MESSAGE);
        }
    }

    private record Sent(long userId, boolean legacy, Set<Long> chats, Set<Integer> versions) {}

    private final Stored stored;
    private final Map<UUID, Sent> sent = new HashMap<>();
    private final Map<Long, Stored.Message> byId = new HashMap<>();
    private final Map<Long, Map<Long, Numbered>> numbers = new TreeMap<>();

    Ledger(Stored stored, List<Journal> journals) {
        this.stored = stored;
        for (Journal journal : journals) {
            journal.lines().stream()
                    .filter(line -> line.what() == What.SENT)
                    .filter(line -> !line.mark().equals(Frame.Mark.NONE))
                    .forEach(line -> noteSent(journal.owner(), line));
        }
        stored.chats().keySet().forEach(chat -> numbers.put(chat, new TreeMap<>()));
    }

    private void noteSent(Journal.Owner owner, Line line) {
        Sent known =
                sent.computeIfAbsent(
                        line.mark().id(),
                        _ ->
                                new Sent(
                                        owner.userId(),
                                        owner.legacy(),
                                        new HashSet<>(),
                                        new HashSet<>()));
        known.chats().add(line.chatId());
        known.versions().add(line.mark().version());
    }

    Stored stored() {
        return stored;
    }

    Stored.@Nullable Message message(long id) {
        return byId.get(id);
    }

    @Nullable Numbered at(long chatId, long seq) {
        return numbers.getOrDefault(chatId, Map.of()).get(seq);
    }

    Map<Long, Numbered> numbersOf(long chatId) {
        return numbers.getOrDefault(chatId, Map.of());
    }

    /// Whether somebody sent this, in this version, to this chat.
    boolean wasSent(Frame.Mark mark, long chatId) {
        Sent known = sent.get(mark.id());
        return known != null
                && known.chats().contains(chatId)
                && known.versions().contains(mark.version());
    }

    /// Files all that is stored, and notes what should not be as it is.
    void file(Findings findings) {
        Map<UUID, Stored.Message> firsts = new HashMap<>();
        for (Stored.Message message : stored.messages()) {
            byId.put(message.id(), message);
            number(message.chatId(), message.seq(), new Numbered(Numbered.MESSAGE, message.id()))
                    .ifPresent(_ -> findings.add(Fault.GAPS, "two of one number: " + message));
            Sent origin = sent.get(message.mark().id());
            if (origin == null
                    || origin.userId() != message.senderId()
                    || !wasSent(message.mark(), message.chatId())
                    || !(origin.legacy() || message.clientMsgId().equals(message.mark().id()))) {
                findings.add(Fault.PHANTOM, "stored, never sent: " + message);
            }
            Stored.Message first = firsts.putIfAbsent(message.mark().id(), message);
            if (first != null && !message.mark().equals(Frame.Mark.NONE)) {
                findings.add(Fault.DUPLICATED, "stored twice: " + first + " and " + message);
            }
        }
        for (Stored.Change change : stored.changes()) {
            number(change.chatId(), change.seq(), new Numbered(change.kind(), change.messageId()))
                    .ifPresent(_ -> findings.add(Fault.GAPS, "two of one number: " + change));
        }
        stored.chats().values().forEach(chat -> countThrough(chat, findings));
    }

    private Optional<Numbered> number(long chatId, long seq, Numbered what) {
        return Optional.ofNullable(
                numbers.computeIfAbsent(chatId, _ -> new TreeMap<>()).put(seq, what));
    }

    private void countThrough(Stored.Chat chat, Findings findings) {
        Map<Long, Numbered> there = numbersOf(chat.id());
        for (long seq = 1; seq <= chat.lastSeq(); seq++) {
            if (!there.containsKey(seq)) {
                findings.add(
                        Fault.GAPS,
                        "chat " + chat.id() + " has no " + seq + " of " + chat.lastSeq());
            }
        }
        there.keySet().stream()
                .filter(seq -> seq < 1 || seq > chat.lastSeq())
                .forEach(
                        seq ->
                                findings.add(
                                        Fault.GAPS,
                                        "chat "
                                                + chat.id()
                                                + " has "
                                                + seq
                                                + " beyond its last_seq "
                                                + chat.lastSeq()));
    }
}
