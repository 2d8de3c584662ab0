package dev.messenger.server.torture;

import dev.messenger.server.torture.Journal.What;
import dev.messenger.server.torture.Link.Closed;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What connects one device, one link after the other, and what others may do to it: have it not read,
/// keep it away, cut it. Safe on any thread.
final class Cable {

    /// The longest that a server may leave a request open. Its own waits for the database are shorter.
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Journal journal;
    private final Set<Integer> goodReasons;
    private volatile @Nullable Link link;
    private volatile boolean ended;
    private volatile boolean away;
    private volatile boolean stalled;
    private volatile long stalledUntil = System.nanoTime();

    /// @param goodReasons close codes that a device of its kind may get
    Cable(Journal journal, Set<Integer> goodReasons) {
        this.journal = journal;
        this.goodReasons = goodReasons;
    }

    /// Takes what comes over a link until it ends, and notes how that was.
    ///
    /// @param take handles a frame; says whether it waits for another
    void read(Link opened, int number, Predicate<Frame> take) {
        journal.note(number, What.OPENED, "");
        link = opened;
        try {
            boolean more = true;
            while (more) {
                while (stalled && !ended) {
                    pause(10);
                }
                more = take.test(Frame.read(opened.receive()));
            }
        } catch (Closed closed) {
            journal.note(number, What.CLOSED, String.valueOf(closed.code()));
            if (!goodReasons.contains(closed.code()) && !ended) {
                journal.note(number, What.BREACH, "closed with " + closed.code());
            }
        } catch (IOException broken) {
            journal.note(number, What.CLOSED, broken.toString());
        } finally {
            link = null;
            opened.cut();
        }
    }

    /// The open link, if there is one.
    @Nullable Link link() {
        return link;
    }

    /// What was sent before then and is unanswered has waited too long, by [System#nanoTime]. Empty for
    /// a device that does not read, or did not just now: it cannot complain.
    OptionalLong overdueBefore() {
        long limit = System.nanoTime() - PATIENCE_NANOS;
        return stalled || stalledUntil - limit > 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    boolean isAway() {
        return away;
    }

    boolean hasEnded() {
        return ended;
    }

    void stall(boolean now) {
        stalledUntil = System.nanoTime();
        stalled = now;
    }

    void stayAway(boolean now) {
        away = now;
        if (now) {
            cut();
        }
    }

    void cut() {
        Link now = link;
        if (now != null) {
            now.cut();
        }
    }

    void end() {
        ended = true;
        Link now = link;
        if (now != null) {
            now.close();
        }
    }

    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
