package dev.messenger.server.delivery;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.storage.Watermark;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What one socket of Part 2 is told that has no number in a chat's log, and that no log has therefore:
/// receipts, and what is said in passing. On the socket's event loop, as its [Feed], which decides when.
final class Unnumbered {

    /// Frames that may wait for the welcome.
    private static final int MOST_EARLY = 256;

    private final Line line;
    private final List<Frame> early = new ArrayList<>();
    private final HighestReceipts receipts = new HighestReceipts();

    /// Receipts that came while the socket was not writable, or their chats were being replayed: of each
    /// member's in a chat the last.
    private final Map<Watermark.Key, Event.Receipt> late = new LinkedHashMap<>();

    Unnumbered(Line line) {
        this.line = line;
    }

    /// Sends a frame, however much waits; of receipts, what is news.
    void tell(Frame frame) {
        if (frame instanceof Event.Receipt receipt) {
            receipts.newsOf(receipt).ifPresent(line::write);
        } else {
            line.write(frame);
        }
    }

    /// Keeps a frame for [#takeEarly].
    void keepEarly(Frame frame) {
        if (early.size() < MOST_EARLY) {
            early.add(frame);
        }
    }

    /// What was kept until the welcome was sent.
    List<Frame> takeEarly() {
        List<Frame> kept = List.copyOf(early);
        early.clear();
        return kept;
    }

    /// Leaves a frame out, but for a receipt, which [#tellLate] sends if it is the last.
    void leaveOut(Frame frame) {
        if (frame instanceof Event.Receipt receipt) {
            late.put(new Watermark.Key(receipt.chatId(), receipt.userId()), receipt);
        }
    }

    /// Sends those receipts that were left out for no reason that still holds.
    void tellLate(Predicate<Event.Receipt> which) {
        for (Iterator<Event.Receipt> each = late.values().iterator(); each.hasNext(); ) {
            Event.Receipt receipt = each.next();
            if (which.test(receipt)) {
                each.remove();
                tell(receipt);
            }
        }
    }
}
