package dev.messenger.server.delivery;

import dev.messenger.storage.Watermark;
import java.util.List;

/// Takes note of how far members have received and read. Safe on any thread; never blocks.
public interface Marks {

    /// Marks only ever rise; a lower one changes nothing. Both members are told later, of several marks
    /// the highest.
    void mark(List<Watermark> marks);

    /// A member has received a chat up to there.
    default void received(long userId, long chatId, long seq) {
        mark(List.of(new Watermark(chatId, userId, seq, 0)));
    }
}
