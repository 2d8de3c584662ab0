package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.server.usecase.Resumption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What one socket of Part 2 was told of each chat: decides whether a number is its next.
///
/// Runs on the socket's event loop alone. Every number of a chat that it lets through is the one after
/// the last, so that the last one seen is the client's position. What comes too early (the welcome is
/// not sent, the log is being replayed, the peer reads too slowly) is not kept but only noted, as the
/// chat's head: the log has it.
///
/// ```
///            replay()                        replay() by the client's sync
///   LIVE ----------------> REPLAYED        SILENT ----> REPLAYED
///    ^  \--- a hole -------->  |              ^
///    |                         |              | drained: behind {heads}
///    +------ caught up --------+    LIVE -----+ while the socket was not writable
/// ```
public final class Feed {

    /// How long a peer may take to read what waits for it.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Line line;
    private final LongConsumer hole;
    private final Map<Long, Position> positions = new HashMap<>();

    /// The one that was asked for last: a chat's numbers often come one after the other.
    private @Nullable Position latest;

    private final Unnumbered unnumbered;

    private boolean begun;
    private boolean lagging;
    private @Nullable Runnable whenDrained;

    /// Counts the times that the socket was drained, so that a deadline knows whether it still holds.
    private int drains;

    private enum State {
        LIVE,
        /// The log is being read to the head.
        REPLAYED,
        /// Waits for the client's `sync`.
        SILENT
    }

    private static final class Position {
        final long chatId;
        long seq;
        long head;
        State state = State.LIVE;

        Position(long chatId) {
            this.chatId = chatId;
        }
    }

    /// @param hole is told of a chat whose next number did not come: its log must be read
    Feed(Line line, LongConsumer hole) {
        this.line = line;
        this.unnumbered = new Unnumbered(line);
        this.hole = hole;
    }

    /// Whether to send this number now. One that is not sent now is either behind the socket's position
    /// or will be read from the log.
    public boolean takes(long chatId, long seq) {
        Position chat = position(chatId);
        if (!isNews(chat, seq)) {
            return false;
        }
        if (!line.isWritable()) {
            lagging = true;
            return false;
        }
        return isNext(chatId, chat, seq);
    }

    /// The same for the answer to what this socket itself has written, which is sent in any case: if not
    /// as a number, then as a `dup`, which is no position.
    public boolean takesAck(long chatId, long seq) {
        Position chat = position(chatId);
        return isNews(chat, seq) && isNext(chatId, chat, seq);
    }

    private boolean isNews(Position chat, long seq) {
        if (seq <= chat.seq) {
            return false;
        }
        chat.head = Math.max(chat.head, seq);
        return begun && chat.state == State.LIVE && !lagging;
    }

    private boolean isNext(long chatId, Position chat, long seq) {
        if (seq != chat.seq + 1) {
            chat.state = State.REPLAYED;
            hole.accept(chatId);
            return false;
        }
        chat.seq = seq;
        return true;
    }

    /// Sends what has no number. To a peer that reads too slowly it is not sent at all, but for a
    /// receipt, which is sent later if it is the last.
    public void offer(Frame frame) {
        if (!begun) {
            unnumbered.keepEarly(frame);
        } else if (frame instanceof Event.Receipt receipt && isBeforeItsNumbers(receipt)) {
            unnumbered.leaveOut(frame);
        } else if (!lagging && line.isWritable()) {
            tell(frame);
        } else {
            unnumbered.leaveOut(frame);
        }
    }

    /// Whether numbers that the receipt speaks of are still to come from the log. Of a chat unheard of a
    /// client may not know what to do with it; and that there are such numbers it may be the first sign.
    private boolean isBeforeItsNumbers(Event.Receipt receipt) {
        Position chat = position(receipt.chatId());
        chat.head = Math.max(chat.head, Math.max(receipt.deliveredSeq(), receipt.readSeq()));
        if (chat.state == State.LIVE && !lagging && chat.head > chat.seq) {
            chat.state = State.REPLAYED;
            hole.accept(receipt.chatId());
        }
        return chat.state == State.REPLAYED;
    }

    /// Sends what has no number, however much waits; of receipts, what is news.
    void tell(Frame frame) {
        unnumbered.tell(frame);
    }

    /// Sends the welcome; from here on chats are live, but for those that the plan has replayed.
    ///
    /// @return chats that moved while the plan was made, to be replayed as well
    List<Long> begin(Event.Welcome welcome, Resumption.Plan plan) {
        line.write(welcome);
        plan.gaps().forEach(line::write);
        for (Resumption.Start start : plan.starts()) {
            Position chat = position(start.chatId());
            chat.seq = start.position();
            if (start.replay()) {
                chat.state = State.REPLAYED;
            }
        }
        List<Long> moved = List.copyOf(leaveBehind(State.REPLAYED).keySet());
        begun = true;
        unnumbered.takeEarly().forEach(this::offer);
        return moved;
    }

    /// The log of a chat will be read from there.
    void replay(long chatId, long after) {
        Position chat = position(chatId);
        chat.seq = after;
        chat.state = State.REPLAYED;
    }

    /// Whether the socket was ever told of the chat.
    boolean knows(long chatId) {
        return positions.containsKey(chatId);
    }

    /// The chat's position.
    long seq(long chatId) {
        return position(chatId).seq;
    }

    /// Sends the next number from the log.
    void replayed(Event.Numbered event) {
        Position chat = position(event.chatId());
        chat.seq = event.seq();
        line.write(event);
    }

    /// Whether numbers are known to be beyond those that were replayed.
    boolean isBehind(long chatId) {
        Position chat = position(chatId);
        return chat.head > chat.seq;
    }

    /// Whether nothing is taken until its log was read.
    boolean isReplayed(long chatId) {
        return position(chatId).state == State.REPLAYED;
    }

    void live(long chatId) {
        replayEnds(chatId, State.LIVE);
    }

    /// Until the client's next `sync`.
    void silent(long chatId) {
        replayEnds(chatId, State.SILENT);
    }

    private void replayEnds(long chatId, State state) {
        position(chatId).state = state;
        unnumbered.tellLate(receipt -> receipt.chatId() == chatId);
    }

    boolean isSilent(long chatId) {
        return position(chatId).state == State.SILENT;
    }

    /// Runs the task as soon as the socket is writable. There is never more than one that waits.
    void whenWritable(Runnable task) {
        if (line.isWritable()) {
            task.run();
        } else {
            whenDrained = task;
        }
    }

    /// The socket is not writable any more: its peer must read within [#PATIENCE].
    public void stalled() {
        int before = drains;
        line.after(
                PATIENCE,
                () -> {
                    if (drains == before) {
                        line.close(CloseCode.TOO_SLOW);
                    }
                });
    }

    /// The socket is writable again.
    public void drained() {
        drains++;
        if (lagging) {
            lagging = false;
            tellBehind();
        }
        unnumbered.tellLate(receipt -> !isReplayed(receipt.chatId()));
        Runnable task = whenDrained;
        whenDrained = null;
        if (task != null) {
            task.run();
        }
    }

    private void tellBehind() {
        Map<Long, Long> heads = leaveBehind(State.SILENT);
        if (!heads.isEmpty()) {
            line.write(new Event.Behind(heads));
        }
    }

    /// Takes those chats that are behind out of the live ones.
    ///
    /// @return their heads
    private Map<Long, Long> leaveBehind(State state) {
        Map<Long, Long> heads = new TreeMap<>();
        positions.forEach(
                (chatId, chat) -> {
                    if (chat.state == State.LIVE && chat.head > chat.seq) {
                        chat.state = state;
                        heads.put(chatId, chat.head);
                    }
                });
        return heads;
    }

    private Position position(long chatId) {
        Position same = latest;
        if (same != null && same.chatId == chatId) {
            return same;
        }
        Position found = positions.computeIfAbsent(chatId, Position::new);
        latest = found;
        return found;
    }
}
