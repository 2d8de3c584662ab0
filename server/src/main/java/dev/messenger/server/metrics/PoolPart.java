package dev.messenger.server.metrics;

import dev.messenger.server.metrics.Family.Row;
import dev.messenger.storage.PoolNumbers;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// The connections to the database that everything but the writers shares.
public final class PoolPart implements Part {

    private final Supplier<PoolNumbers> numbers;

    public PoolPart(Supplier<PoolNumbers> numbers) {
        this.numbers = numbers;
    }

    @Override
    public List<MetricSnapshot> metrics() {
        PoolNumbers pool = numbers.get();
        return List.of(
                Family.gauge(
                        "messenger_pool_connections",
                        "Connections to the database, by whether they are lent.",
                        Row.of(pool.busy(), "state", "busy"),
                        Row.of(pool.idle(), "state", "idle")),
                Family.gauge(
                        "messenger_pool_connections_max",
                        "Connections to the database that there may be.",
                        Row.of(pool.most())),
                Family.gauge(
                        "messenger_pool_waiting",
                        "Threads that wait for a connection to the database.",
                        Row.of(pool.waiting())),
                Family.counter(
                        "messenger_pool_refused",
                        "How often no connection to the database came free in time.",
                        Row.of(pool.refused())));
    }
}
