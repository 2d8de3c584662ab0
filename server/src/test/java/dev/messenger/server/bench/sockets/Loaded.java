package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Tally;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A server under a [Load] that is the same in every round: its sockets are opened once.
final class Loaded implements Contender {

    private final String name;
    private final int port;
    private final Opening opening;
    private final Figures figures;
    private final Costs costs;
    private @Nullable Client client;
    private @Nullable Load load;

    /// Opens all sockets that the load needs.
    @FunctionalInterface
    interface Opening {
        Load open(Client client) throws Exception;
    }

    /// Puts the load on the server, and says what is to be known of it.
    @FunctionalInterface
    interface Figures {
        Tally take(Client client, Load load, Duration time);
    }

    Loaded(String name, int port, Opening opening, Figures figures, Costs costs) {
        this.name = name;
        this.port = port;
        this.opening = opening;
        this.figures = figures;
        this.costs = costs;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Costs costs() {
        return costs;
    }

    @Override
    public void prepare() throws Exception {
        client = new Client(port);
        load = opening.open(client);
    }

    @Override
    public Tally run(Duration time) {
        return figures.take(requireNonNull(client), requireNonNull(load), time);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
