package dev.messenger.server.metrics;

import dev.messenger.notify.PushNumbers;
import dev.messenger.server.metrics.Family.Row;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Push: who may have to be woken, and what became of the pushes.
public final class PushPart implements Part {

    private final Supplier<PushNumbers> numbers;
    private final IntSupplier expected;

    /// @param expected counts members who have not received something yet
    public PushPart(Supplier<PushNumbers> numbers, IntSupplier expected) {
        this.numbers = numbers;
        this.expected = expected;
    }

    @Override
    public List<MetricSnapshot> metrics() {
        PushNumbers push = numbers.get();
        return List.of(
                Family.gauge(
                        "messenger_push_awaited_members",
                        "Members of chats who are woken unless they receive something soon.",
                        Row.of(expected.getAsInt())),
                Family.gauge(
                        "messenger_push_queued",
                        "Pushes that wait or are under way.",
                        Row.of(push.waiting())),
                Family.counter(
                        "messenger_pushes",
                        "Pushes that are over, by how they ended.",
                        Row.of(push.delivered(), "outcome", "sent"),
                        Row.of(push.failed(), "outcome", "failed"),
                        Row.of(push.deadTokens(), "outcome", "dead_token"),
                        Row.of(push.dropped(), "outcome", "dropped")),
                Family.counter(
                        "messenger_push_retries",
                        "Attempts at a push that were followed by another.",
                        Row.of(push.retried())));
    }
}
