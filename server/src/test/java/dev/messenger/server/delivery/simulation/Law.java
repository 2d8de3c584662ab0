package dev.messenger.server.delivery.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes note of the first breach, and of what happened last. It does not throw: the code under test
/// may catch anything.
final class Law {

    private static final int TAIL = 200;

    private final Schedule schedule;
    private final boolean isTraced;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Set<String> seen = new TreeSet<>();
    private @Nullable String breach;

    /// @param isTraced whether to remember what happened, which takes time
    Law(Schedule schedule, boolean isTraced) {
        this.schedule = schedule;
        this.isTraced = isTraced;
    }

    /// The message may have `{}` where an argument is to stand.
    void note(String message, Object... facts) {
        if (isTraced && breach == null) {
            if (tail.size() == TAIL) {
                tail.remove();
            }
            tail.add("%,11d us  %s".formatted(schedule.nanoTime() / 1_000, fill(message, facts)));
        }
    }

    /// This kind of thing happens, as it should now and then.
    void sees(String kind) {
        seen.add(kind);
    }

    Set<String> seen() {
        return seen;
    }

    void breach(String message, Object... facts) {
        if (breach == null) {
            note("BREACH: " + message, facts);
            breach = fill(message, facts);
        }
    }

    void require(boolean holds, String message, Object... facts) {
        if (!holds) {
            breach(message, facts);
        }
    }

    @Nullable String firstBreach() {
        return breach;
    }

    String tail() {
        return String.join("\n", tail);
    }

    private static String fill(String message, Object... facts) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (Object fact : facts) {
            int at = message.indexOf("{}", from);
            text.append(message, from, at).append(fact);
            from = at + 2;
        }
        return text.append(message, from, message.length()).toString();
    }
}
