package dev.messenger.storage.jdbc;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// Ids for the messages of one log, which no other message has: taken from the database's sequence many
/// at a time, so that most batches need not ask. What is not used leaves a hole.
final class MessageIds {

    /// At once; as long as there are so many, none are ordered.
    private static final int BLOCK = 1_024;

    private final Queue<Long> stock = new ArrayDeque<>();

    /// What a trip brings.
    private List<Long> ordered = List.of();

    boolean areEnoughFor(int messages) {
        collect();
        return stock.size() >= messages;
    }

    /// Has the trip bring some, if the stock is low.
    ///
    /// @param messages for which it must be enough then
    void order(Trip trip, int messages) {
        if (!areEnoughFor(messages + BLOCK)) {
            ordered = BatchReads.newMessageIds(trip, messages + BLOCK);
        }
    }

    /// Drops those that would come before a message that is there already, which another process wrote.
    void skipTo(long newestMessage) {
        collect();
        while (!stock.isEmpty() && stock.peek() <= newestMessage) {
            stock.remove();
        }
    }

    /// Higher than those before it.
    long take() {
        collect();
        return stock.remove();
    }

    private void collect() {
        stock.addAll(ordered);
        ordered = List.of();
    }
}
