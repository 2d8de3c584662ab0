package dev.messenger.storage.jdbc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The chats that one log wrote to last, as its commits left them: mostly nobody else writes to a chat,
/// and the next batch need not ask how it stands.
///
/// It is a guess. Whoever builds on it has the database compare, by the chat's last number: whatever is
/// done to a chat takes one.
final class KnownChats {

    /// Some 150 bytes each.
    private static final int MOST = 50_000;

    private final SequencedMap<Long, Known> chats = new LinkedHashMap<>(16, 0.75f, true);

    /// A chat that was open, and between these two.
    private record Known(long low, long high, long lastSeq, long newestMessage) {}

    /// How the chat was, for a batch to change; null if that is not known.
    @Nullable ChatState recall(long chatId) {
        Known known = chats.get(chatId);
        return known == null
                ? null
                : new ChatState(
                        chatId,
                        known.low(),
                        known.high(),
                        known.lastSeq(),
                        known.newestMessage(),
                        true);
    }

    /// What is now committed.
    void remember(Collection<ChatState> committed) {
        for (ChatState chat : committed) {
            if (chat.isOpen()) {
                chats.put(
                        chat.id,
                        new Known(chat.low, chat.high, chat.lastSeq(), chat.newestMessage()));
            } else {
                chats.remove(chat.id);
            }
        }
        while (chats.size() > MOST) {
            chats.pollFirstEntry();
        }
    }

    /// Somebody else wrote to one of them.
    void forget(Collection<ChatState> changed) {
        for (ChatState chat : changed) {
            chats.remove(chat.id);
        }
    }
}
