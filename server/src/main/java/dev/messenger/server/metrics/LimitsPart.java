package dev.messenger.server.metrics;

import dev.messenger.server.metrics.Family.Row;
import dev.messenger.server.usecase.Limits;
import dev.messenger.server.usecase.Passwords;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// What was refused because somebody asked too often, and the password pool, which refuses too.
public final class LimitsPart implements Part {

    private final Limits limits;
    private final Supplier<Passwords.Numbers> passwords;

    public LimitsPart(Limits limits, Supplier<Passwords.Numbers> passwords) {
        this.limits = limits;
        this.passwords = passwords;
    }

    @Override
    public List<MetricSnapshot> metrics() {
        Passwords.Numbers pool = passwords.get();
        return List.of(
                Family.counter(
                        "messenger_rate_limited",
                        "How often somebody was over a limit, by what it limits.",
                        Row.of(limits.frames().refused(), "limit", "frames"),
                        Row.of(limits.searches().refused(), "limit", "searches"),
                        Row.of(limits.registrations().refused(), "limit", "registrations"),
                        Row.of(limits.exports().refused(), "limit", "exports"),
                        Row.of(limits.wrongPasswords().refused(), "limit", "wrong_passwords")),
                Family.gauge(
                        "messenger_passwords_queued",
                        "Passwords that wait to be hashed.",
                        Row.of(pool.waiting())),
                Family.gauge(
                        "messenger_passwords_busy_threads",
                        "Threads that hash a password.",
                        Row.of(pool.busy())),
                Family.counter(
                        "messenger_passwords_hashed",
                        "Passwords hashed, to be kept or compared.",
                        Row.of(pool.done())),
                Family.counter(
                        "messenger_passwords_refused",
                        "Passwords that found the queue full.",
                        Row.of(pool.refused())));
    }
}
