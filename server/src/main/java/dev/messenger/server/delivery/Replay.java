package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings chats of one socket up to date from their logs, one after the other, as fast as the peer
/// reads.
///
/// ```
///  worker: read a page of the log --> loop: send it, as one number after the other
///    ^                                        |
///    +---- when the socket is writable -------+--> at the head: the chat is live; the next chat
/// ```
///
/// Whether the head is reached is decided on the loop, where publications come too: one that comes
/// later is the next number, and one that came before was noted.
final class Replay {

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private static final int PAGE = 100;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// Times that the database may fail in a row.
    private static final int MOST_FAILURES = 40;

    private final Feed feed;
    private final Line line;
    private final Resumption log;
    private final Arrivals arrivals;
    private final Queue<Part> parts;
    private final Consumer<Result> finished;
    private final Map<Long, Boolean> more = new HashMap<>();
    private int failures;

    /// A chat, and how many of its numbers to send at most.
    record Part(long chatId, long most) {}

    /// @param more of each chat, whether its log goes on beyond what was sent; such a chat is silent
    /// @param complete whether the database let it go to its end
    record Result(Map<Long, Boolean> more, boolean complete) {}

    /// @param parts chats that [Feed#replay] or [Feed#begin] have prepared
    /// @param finished called on the loop
    Replay(
            Feed feed,
            Line line,
            Resumption log,
            Arrivals arrivals,
            List<Part> parts,
            Consumer<Result> finished) {
        this.feed = feed;
        this.line = line;
        this.log = log;
        this.arrivals = arrivals;
        this.parts = new ArrayDeque<>(parts);
        this.finished = finished;
    }

    /// On the loop.
    void start() {
        next();
    }

    private void next() {
        Part part = parts.poll();
        if (part == null) {
            // A chat may have fallen silent since it was live: while the socket was not writable.
            more.replaceAll((chatId, _) -> feed.isSilent(chatId));
            finished.accept(new Result(more, true));
        } else {
            read(part);
        }
    }

    private void read(Part part) {
        long after = feed.seq(part.chatId());
        int size = (int) Math.min(PAGE, part.most());
        arrivals.enter(
                () -> {
                    try {
                        // One more than is sent tells whether there is more.
                        List<LogEntry> page = log.page(part.chatId(), after, size + 1);
                        line.run(() -> send(part, size, page));
                    } catch (StorageUnavailable e) {
                        line.run(() -> tryAgain(part));
                    } catch (RuntimeException | Error e) {
                        LOG.error("event=replay_failed chat={} {}", part.chatId(), line, e);
                        line.close(CloseCode.FAULT);
                    }
                },
                () -> line.run(() -> tryAgain(part)));
    }

    private void send(Part part, int size, List<LogEntry> page) {
        int asked = Math.min(size, page.size());
        int sent = 0;
        // What does not fit is read again when it does: nothing of it is kept meanwhile.
        while (sent < asked && (sent == 0 || line.isWritable())) {
            feed.replayed(Telling.replay(page.get(sent)));
            sent++;
        }
        Part rest = new Part(part.chatId(), part.most() - sent);
        if (sent == page.size() && !feed.isBehind(part.chatId())) {
            feed.live(part.chatId());
            conclude(part, false);
        } else if (rest.most() == 0) {
            feed.silent(part.chatId());
            conclude(part, true);
        } else if (sent == 0) {
            // A number was published that the log does not show: as a standby does that lags.
            tryAgain(part);
        } else {
            failures = 0;
            feed.whenWritable(() -> read(rest));
        }
    }

    private void conclude(Part part, boolean goesOn) {
        failures = 0;
        more.put(part.chatId(), goesOn);
        feed.whenWritable(this::next);
    }

    private void tryAgain(Part part) {
        failures++;
        if (failures > MOST_FAILURES) {
            feed.silent(part.chatId());
            parts.forEach(left -> feed.silent(left.chatId()));
            finished.accept(new Result(more, false));
        } else {
            line.after(PAUSE, () -> read(part));
        }
    }
}
