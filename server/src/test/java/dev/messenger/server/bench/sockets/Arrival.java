package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Tally;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// People who all come at once, again and again: TCP, a full TLS handshake, the upgrade, a `hello` and
/// all that answers it. What has arrived is cut off, uncounted, when a wave is there.
final class Arrival implements Contender {

    private static final int AT_ONCE = 64;

    /// The least processor time that a handshake can cost is about the same on both sides: one loop
    /// alone would not keep a server's two busy.
    private static final int LOOPS = 2;

    private final String name;
    private final int port;
    private final Costs costs;
    private final People people;
    private @Nullable Client client;
    private List<Visit> wave = List.of();

    /// Those of a wave.
    @FunctionalInterface
    interface People {
        List<Visit> all() throws Exception;
    }

    Arrival(String name, int port, Costs costs, People people) {
        this.name = name;
        this.port = port;
        this.costs = costs;
        this.people = people;
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
        wave = people.all();
        client = new Client(port, LOOPS, false);
    }

    @Override
    public Tally run(Duration time) {
        Client waves = requireNonNull(client);
        long spent = 0;
        int arrived = 0;
        while (spent < time.toNanos()) {
            List<ClientSocket> sockets = new ArrayList<>();
            wave.forEach(visit -> sockets.add(new Silent(visit)));
            long began = System.nanoTime();
            waves.open(sockets, AT_ONCE);
            spent += System.nanoTime() - began;
            arrived += sockets.size();
            waves.cut(sockets);
        }
        return Tally.of(arrived, spent / 1e9);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    /// Says nothing once it is there.
    static final class Silent extends ClientSocket {

        Silent(Visit visit) {
            super(visit);
        }

        @Override
        void text(ByteBuf frame, int at, int end) {
            // Whatever it is.
        }
    }
}
