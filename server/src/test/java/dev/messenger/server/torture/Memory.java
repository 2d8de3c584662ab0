package dev.messenger.server.torture;

import dev.messenger.server.torture.Frame.Mark;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// What a device keeps from one connection to the next: how far it has seen which chat, and which
/// messages are its own. Its two threads use it.
final class Memory {

    /// A message of this device's that is stored.
    record Own(Mark mark, long chatId, long messageId) {}

    private final Map<Long, BitSet> seen = new HashMap<>();
    private final List<Own> own = new ArrayList<>();
    private final Set<UUID> stored = new HashSet<>();
    private final Set<Long> withdrawn = new HashSet<>();
    private String epoch = "";

    Memory(Set<Long> chats) {
        chats.forEach(chat -> seen.put(chat, new BitSet()));
    }

    /// Empty before the first connection.
    synchronized String epoch() {
        return epoch;
    }

    synchronized void epoch(String now) {
        epoch = now;
    }

    synchronized void saw(long chatId, long seq) {
        seen.computeIfAbsent(chatId, _ -> new BitSet()).set(Math.toIntExact(seq));
    }

    /// The last number before the first hole.
    synchronized long position(long chatId) {
        return seen.computeIfAbsent(chatId, _ -> new BitSet()).nextClearBit(1) - 1L;
    }

    synchronized Map<Long, Long> positions() {
        Map<Long, Long> positions = new HashMap<>();
        seen.keySet().forEach(chat -> positions.put(chat, position(chat)));
        return positions;
    }

    /// A post was acknowledged, perhaps again.
    synchronized void stored(Mark mark, long chatId, long messageId) {
        if (stored.add(mark.id())) {
            own.add(new Own(mark, chatId, messageId));
        }
    }

    /// An own message, which is nobody else's to change until it is given back.
    synchronized Optional<Own> take(RandomGenerator random) {
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(own.remove(random.nextInt(own.size())));
    }

    synchronized void giveBack(Own message) {
        own.add(message);
    }

    /// Its deletion was asked for: it may be gone or not.
    synchronized void withdrew(long messageId) {
        withdrawn.add(messageId);
    }

    synchronized boolean mayBeGone(long messageId) {
        return withdrawn.contains(messageId);
    }
}
