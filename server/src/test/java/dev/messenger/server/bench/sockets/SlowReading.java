package dev.messenger.server.bench.sockets;

import static java.util.Objects.requireNonNull;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Tally;
import dev.messenger.server.bench.sockets.People.Pair;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message to a thousand sockets at a steady rate, of which one in twenty does not read, or all do.
///
/// Those that do not are the speaker's own other devices: another chat of hers, which nobody else gets,
/// fills what the kernel would keep for them before each round.
final class SlowReading implements Contender {

    private static final int SOCKETS = 1_000;
    private static final int SLOW = SOCKETS / 20;
    private static final double RATE = 10;

    /// Messages of the other chat, and their length: together much more than a small buffer.
    private static final int FILLING = 120;

    private static final int LENGTH = 8_000;
    private static final double FILLING_RATE = 60;

    private final String name;
    private final boolean slow;
    private final int port;
    private final Chats chats;
    private @Nullable Client client;
    private @Nullable Audience audience;
    private @Nullable Monologue filler;
    private @Nullable Pair pair;
    private List<Arrival.Silent> devices = List.of();

    /// The speaker's two.
    ///
    /// @param pair speaker and audience
    /// @param other the chat that fills buffers
    record Chats(Pair pair, long other) {}

    SlowReading(String name, boolean slow, int port, Chats chats) {
        this.name = name;
        this.slow = slow;
        this.port = port;
        this.chats = chats;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare() throws Exception {
        client = new Client(port, 1, true);
        pair = chats.pair();
        audience =
                new Audience(
                        pair.visitOfLow(),
                        Audience.message(pair.chatId()),
                        Collections.nCopies(SOCKETS - SLOW, pair.visitOfHigh()),
                        SOCKETS - SLOW);
        client.open(audience.sockets(), 32);
        filler = new Monologue(pair.visitOfLow(), chats.other(), LENGTH);
        client.open(List.of(filler), 1);
    }

    /// The speaker's other devices are there in any case.
    @Override
    public void ready() {
        Client open = requireNonNull(client);
        Pair speaker = requireNonNull(pair);
        devices =
                Collections.nCopies(SLOW, speaker.visitOfLow()).stream()
                        .map(Arrival.Silent::new)
                        .toList();
        open.open(devices, 32);
        if (slow) {
            devices.forEach(ClientSocket::stopReading);
        }
        Drive.atRate(FILLING_RATE)
                .drive(
                        open,
                        requireNonNull(filler),
                        Duration.ofSeconds((long) (FILLING / FILLING_RATE)));
    }

    @Override
    public Tally run(Duration time) {
        Score score =
                Drive.atRate(RATE).drive(requireNonNull(client), requireNonNull(audience), time);
        return SocketMetrics.deliveries(score);
    }

    @Override
    public void rest() {
        requireNonNull(client).cut(devices);
        devices = List.of();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
