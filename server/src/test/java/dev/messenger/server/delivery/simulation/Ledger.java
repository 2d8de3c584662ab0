package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.Writes;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is really committed, against what was asked for and what was answered.
final class Ledger {

    private final Law law;
    private final IdentityHashMap<Append, Appended> committed = new IdentityHashMap<>();
    private final Set<Append> forgotten = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<Append, Boolean> toldNotStored = new IdentityHashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Set<String> stored = new HashSet<>();
    private final Map<Long, Map<Long, Long>> numbers = new HashMap<>();
    private final Map<Long, Long> chatsOfMessages = new HashMap<>();
    private final Map<Long, Long> seqsOfMessages = new HashMap<>();
    private final Map<Long, Long> answered = new HashMap<>();
    private int unanswered;

    Ledger(Law law) {
        this.law = law;
    }

    /// Somebody wants to say this, which nobody else says.
    void sends(String content) {
        sent.add(content);
    }

    void committed(Append append, Appended result) {
        switch (result) {
            case Appended.Posted posted -> {
                if (!posted.duplicate()) {
                    String content = posted.message().content();
                    law.require(sent.contains(content), "phantom: {}", content);
                    law.require(stored.add(content), "stored twice: {}", content);
                    number(append, result, posted.message().seq(), posted.message().id());
                    chatsOfMessages.put(posted.message().id(), append.chatId());
                    seqsOfMessages.put(posted.message().id(), posted.message().seq());
                }
            }
            case Appended.Edited edited ->
                    number(append, result, edited.seq(), edited.message().id());
            case Appended.Archived archived ->
                    number(append, result, archived.seq(), archived.messageId());
            case Appended.ChatArchived archived -> number(append, result, archived.seq(), 0);
            case Appended.Erased erased -> number(append, result, erased.seq(), 0);
            case Appended.Refused _, Appended.Busy _, Appended.Unknown _, Appended.Failed _ -> {}
        }
    }

    private void number(Append append, Appended result, long seq, long messageId) {
        law.note("committed chat {} seq {} message {}", append.chatId(), seq, messageId);
        law.require(committed.put(append, result) == null, "one try is stored twice: {}", append);
        law.require(!toldNotStored.containsKey(append), "stored after a refusal: {}", append);
        Long before =
                numbers.computeIfAbsent(append.chatId(), _ -> new TreeMap<>()).put(seq, messageId);
        law.require(before == null, "chat {} has {} twice", append.chatId(), seq);
    }

    /// Whether this number of the chat is committed, and about that message.
    boolean has(long chatId, long seq, long messageId) {
        Long about = numbers.getOrDefault(chatId, Map.of()).get(seq);
        return about != null && about == messageId;
    }

    /// 0 if there is no such message.
    long chatOf(long messageId) {
        return chatsOfMessages.getOrDefault(messageId, 0L);
    }

    long seqOf(long messageId) {
        return seqsOfMessages.getOrDefault(messageId, 0L);
    }

    boolean has(String content) {
        return stored.contains(content);
    }

    /// The highest number of the chat of which somebody was told that it is committed.
    long answered(long chatId) {
        return answered.getOrDefault(chatId, 0L);
    }

    private static long seqOf(Appended result) {
        return switch (result) {
            case Appended.Posted posted -> posted.message().seq();
            case Appended.Edited edited -> edited.seq();
            case Appended.Archived archived -> archived.seq();
            case Appended.ChatArchived archived -> archived.seq();
            case Appended.Erased erased -> erased.seq();
            case Appended.Refused _, Appended.Busy _, Appended.Unknown _, Appended.Failed _ -> 0;
        };
    }

    void forgotten(Append append) {
        forgotten.add(append);
    }

    /// Whether somebody waits for an answer.
    boolean isWaitedFor() {
        return unanswered > 0;
    }

    /// Sees to it that there is one answer, and a true one.
    Writes.Answer watched(Append append, Writes.Answer answer) {
        unanswered++;
        return new Watched(append, answer);
    }

    private final class Watched implements Writes.Answer {

        private final Append append;
        private final Writes.Answer answer;
        private boolean over;

        Watched(Append append, Writes.Answer answer) {
            this.append = append;
            this.answer = answer;
        }

        @Override
        public Optional<Publication.Answer> publication(Appended result) {
            return answer.publication(result);
        }

        @Override
        public void written(Appended result) {
            end();
            boolean isDuplicate =
                    result instanceof Appended.Posted posted
                            && posted.duplicate()
                            && has(append.chatId(), posted.message().seq(), posted.message().id());
            law.require(
                    isDuplicate || committed.containsKey(append),
                    "answered before, or without, a commit: {}",
                    append);
            answered.merge(append.chatId(), seqOf(result), Math::max);
            answer.written(result);
        }

        @Override
        public void failed(Throwable fault) {
            end();
            if (fault instanceof Rejected rejected && rejected.reason() == Reason.OUTCOME_UNKNOWN) {
                law.require(forgotten.contains(append), "could have been known: {}", append);
            } else {
                law.require(!committed.containsKey(append), "refused but stored: {}", append);
                toldNotStored.put(append, true);
            }
            answer.failed(fault);
        }

        private void end() {
            unanswered--;
            law.require(!over, "answered twice: {}", append);
            over = true;
        }
    }
}
