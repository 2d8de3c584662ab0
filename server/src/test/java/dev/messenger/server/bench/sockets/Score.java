package dev.messenger.server.bench.sockets;

import java.util.Map;
import java.util.TreeMap;

/// What came of a [Load] within a time: latencies are of what was due in it, answers within it those
/// that arrived in it; and what was under way at its end is waited for. On the client's event loop.
final class Score {

    private final long from;
    private final long until;
    private final Timeline timeline;
    private final Latencies answers = new Latencies();
    private final Latencies deliveries = new Latencies();
    private final Map<String, Long> refusals = new TreeMap<>();
    private long last;
    private long done;
    private long answered;
    private long arrived;
    private long delivered;
    private long open;
    private long held;

    /// @param from by [System#nanoTime], as is `until`
    Score(long from, long until) {
        this(from, until, Timeline.SLOW);
    }

    /// @param slowest what took more nanoseconds is slow to its [Timeline]
    Score(long from, long until, long slowest) {
        this.from = from;
        this.until = until;
        this.last = until;
        this.timeline = new Timeline(from, slowest);
    }

    /// For what nobody measures.
    static Score none() {
        return new Score(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private boolean covers(long time) {
        return time >= from && time < until;
    }

    void sent(long due) {
        if (covers(due)) {
            open++;
        }
    }

    /// It would have been one more unanswered than a client may have.
    void held(long due) {
        if (covers(due)) {
            held++;
            timeline.add(due, Long.MAX_VALUE);
        }
    }

    void answered(long due) {
        long now = System.nanoTime();
        done++;
        if (covers(now)) {
            answered++;
        } else {
            last = now;
        }
        if (covers(due)) {
            open--;
            answers.add(now - due);
            timeline.add(due, now - due);
        }
    }

    void refused(long due, String code) {
        if (covers(due)) {
            open--;
            refusals.merge(code, 1L, Long::sum);
            timeline.add(due, Long.MAX_VALUE);
        }
    }

    void delivered(long due) {
        long now = System.nanoTime();
        arrived++;
        if (covers(now)) {
            delivered++;
        } else {
            last = now;
        }
        if (covers(due)) {
            deliveries.add(now - due);
        }
    }

    /// Of what was due and sent, how much is not answered yet.
    long open() {
        return open;
    }

    /// What was due and not sent.
    long held() {
        return held;
    }

    /// What was due, and was sent or would have been.
    long due() {
        long refused = refusals.values().stream().mapToLong(Long::longValue).sum();
        return answers.count() + refused + open + held;
    }

    double seconds() {
        return (until - from) / 1e9;
    }

    /// Until the last answer or delivery, if that was later: what all of them took.
    double secondsUntilLast() {
        return (last - from) / 1e9;
    }

    /// Answers, in time or later.
    long done() {
        return done;
    }

    long answered() {
        return answered;
    }

    /// Deliveries, in time or later.
    long arrived() {
        return arrived;
    }

    long delivered() {
        return delivered;
    }

    /// Whether the server kept up: all is answered, and the slowest hundredth of answers and of
    /// deliveries came soon enough.
    boolean keptUp(double p99Millis) {
        return open == 0
                && held == 0
                && refusals.isEmpty()
                && answers.millis(99) <= p99Millis
                && deliveries.millis(99) <= p99Millis;
    }

    Latencies answers() {
        return answers;
    }

    Latencies deliveries() {
        return deliveries;
    }

    Timeline timeline() {
        return timeline;
    }

    /// By their codes.
    Map<String, Long> refusals() {
        return refusals;
    }

    @Override
    public String toString() {
        return "%,.0f/s, answers %s, %,.0f delivered/s, %s, open %d, held %d, refused %s"
                .formatted(
                        answered / seconds(),
                        answers,
                        delivered / seconds(),
                        deliveries,
                        open,
                        held,
                        refusals);
    }
}
