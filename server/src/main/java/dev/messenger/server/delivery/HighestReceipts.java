package dev.messenger.server.delivery;

import dev.messenger.protocol.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The receipts that one socket was told, so that no watermark falls on it. For its event loop alone.
///
/// They come from several places that do not wait for each other: what was read for a `hello` or a
/// `sync` is sent after the numbers, and by then members may have gone on.
final class HighestReceipts {

    private final Map<Member, Event.Receipt> told = new HashMap<>();

    private record Member(long chatId, long userId) {}

    /// What to tell of this receipt, which has no mark below what was told before; empty if that is no
    /// news.
    Optional<Event.Receipt> newsOf(Event.Receipt receipt) {
        Member member = new Member(receipt.chatId(), receipt.userId());
        Event.Receipt before = told.get(member);
        Event.Receipt now = before == null ? receipt : highest(before, receipt);
        if (now.equals(before)) {
            return Optional.empty();
        }
        told.put(member, now);
        return Optional.of(now);
    }

    private static Event.Receipt highest(Event.Receipt a, Event.Receipt b) {
        return new Event.Receipt(
                a.chatId(),
                a.userId(),
                Math.max(a.deliveredSeq(), b.deliveredSeq()),
                Math.max(a.readSeq(), b.readSeq()));
    }
}
