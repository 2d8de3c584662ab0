package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Lab;
import dev.messenger.server.net.Newcomers;
import dev.messenger.server.net.OpenSockets;
import dev.messenger.server.net.SocketChannel;
import dev.messenger.server.net.lab.Discretion.Viewer;
import dev.messenger.server.net.lab.Neighbours.Neighbour;
import dev.messenger.server.net.lab.OwnConnections.Own;
import dev.messenger.server.usecase.RateLimit;
import io.netty.channel.Channel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The lab of a running server: answers its calls, and knows what is being looked at.
public final class Laboratory implements Lab, Newcomers, AutoCloseable {

    private static final long USUAL_HEX = 256;
    private static final long USUAL_HOLD_SECONDS = 20;
    private static final long USUAL_WATCH_SECONDS = 30;

    /// How long probes outlive the last feed of those who look.
    private static final long DESERTED_SECONDS = 15;

    private final LabClock clock = new LabClock();
    private final InstantSource time;
    private final RateLimit<Long> calls = RateLimit.of(30, 60);
    private final Neighbours neighbours = new Neighbours(clock);
    private final Screens screens = new Screens(clock, this::deserted);
    private final OwnConnections connections;
    private final Watches watches;
    private final Faults faults = new Faults(clock, screens);
    private final Traces traces = new Traces(clock, screens);
    private final OpenSockets sockets;
    private final Supplier<byte[]> numbers;

    /// @param numbers what the server counts and measures, as JSON
    public Laboratory(OpenSockets sockets, InstantSource time, Supplier<byte[]> numbers) {
        this.sockets = sockets;
        this.numbers = numbers;
        this.time = time;
        this.connections = new OwnConnections(sockets, neighbours);
        this.watches = new Watches(clock, screens, connections);
    }

    @Override
    public void arrived(Channel channel) {
        neighbours.arrived(channel);
        watches.arrived(channel);
    }

    @Override
    public RateLimit<Long> calls() {
        return calls;
    }

    @Override
    public LabApi.Connections connections(Visitor visitor) {
        note(visitor);
        return new LabApi.Connections(connections.all(visitor));
    }

    @Override
    public LabApi.Connection connection(Visitor visitor, String id) {
        note(visitor);
        return connections.draw(connections.find(visitor, id), visitor);
    }

    @Override
    public byte[] numbers() {
        return numbers.get();
    }

    @Override
    public LabApi.Source source(String className) {
        return Sources.of(className);
    }

    @Override
    public Feed feed(Visitor visitor, BooleanSupplier signedIn) {
        Optional<Neighbour> carrier = note(visitor);
        carrier.ifPresent(
                it -> {
                    it.carriesFeed();
                    // It would watch itself.
                    detach(it.channel());
                });
        return screens.open(
                visitor.userId(),
                signedIn,
                new LabEvent.Open(
                        clock.now(), time.instant(), visitor.userId(), visitor.link().id()));
    }

    @Override
    public LabApi.Connection probe(Visitor visitor, String id, LabApi.Probing asked) {
        note(visitor);
        Own own = connections.find(visitor, id);
        if (neighbours.find(id).filter(Neighbour::feed).isPresent()) {
            throw conflict("This connection carries a feed: it would watch itself.");
        }
        long hex = asked.hex().orElse(USUAL_HEX);
        Set<String> kinds = new TreeSet<>(asked.kinds().orElse(List.of()));
        OnLoop.call(own.channel(), () -> attach(own, visitor, hex, kinds));
        return connections.draw(own, visitor);
    }

    private Probes attach(Own own, Visitor visitor, long hex, Set<String> kinds) {
        Probes there = Probes.of(own.channel());
        if (there != null && there.recorder().showing().isFor(visitor.userId())) {
            there.recorder().change(hex, kinds);
            return there;
        }
        if (there != null) {
            // It waited for another to turn out to be the one.
            there.detach();
        }
        return Probes.attach(
                own.channel(),
                new Recorder(
                        own.channel().id().asShortText(),
                        clock,
                        showing(own, visitor),
                        hex,
                        kinds));
    }

    private Showing showing(Own own, Visitor visitor) {
        if (own.isSocket()) {
            return new Plain(visitor.userId(), screens);
        }
        Viewer viewer = new Viewer(visitor.userId(), visitor.token());
        Discretion discretion =
                new Discretion(
                        List.of(viewer),
                        it -> connections.isSocketOf(it.userId(), own.channel()),
                        screens);
        discretion.belongsTo(viewer);
        return discretion;
    }

    /// Of a connection that is its viewer's alone.
    private record Plain(long viewer, Screens screens) implements Showing {
        @Override
        public void show(LabEvent event) {
            screens.show(viewer, event);
        }

        @Override
        public boolean isFor(long userId) {
            return viewer == userId;
        }
    }

    @Override
    public LabApi.Connection unprobe(Visitor visitor, String id) {
        Own own = connections.find(visitor, id);
        OnLoop.call(
                own.channel(),
                () -> {
                    probesOf(own, visitor).detach();
                    return true;
                });
        return connections.draw(own, visitor);
    }

    @Override
    public LabApi.Watched watch(Visitor visitor, LabApi.Watching asked) {
        note(visitor);
        return new LabApi.Watched(
                watches.begin(
                        new Viewer(visitor.userId(), visitor.token()),
                        asked.seconds().orElse(USUAL_WATCH_SECONDS),
                        asked.hex().orElse(USUAL_HEX)));
    }

    @Override
    public LabApi.Connection hold(Visitor visitor, String id, LabApi.Holding asked) {
        Own own = connections.find(visitor, id);
        boolean holds =
                OnLoop.call(
                        own.channel(),
                        () ->
                                probesOf(own, visitor)
                                        .startHold(
                                                asked.at(),
                                                asked.seconds().orElse(USUAL_HOLD_SECONDS)));
        if (!holds) {
            throw conflict("There is no such handler to hold at.");
        }
        return connections.draw(own, visitor);
    }

    @Override
    public LabApi.Connection step(Visitor visitor, String id, LabApi.Stepping asked) {
        Own own = connections.find(visitor, id);
        OnLoop.call(
                own.channel(),
                () -> {
                    probesOf(own, visitor).step(asked.count().orElse(1L));
                    return true;
                });
        return connections.draw(own, visitor);
    }

    @Override
    public LabApi.Connection resume(Visitor visitor, String id) {
        Own own = connections.find(visitor, id);
        OnLoop.call(
                own.channel(),
                () -> {
                    probesOf(own, visitor).endHold("asked");
                    return true;
                });
        return connections.draw(own, visitor);
    }

    @Override
    public LabApi.Traced trace(Visitor visitor, LabApi.Tracing asked) {
        traces.limit().take(visitor.userId());
        Trace trace = traces.begin(visitor.userId(), asked.clientMsgId());
        for (SocketChannel own : sockets.channelsOf(visitor.userId())) {
            OnLoop.call(
                    own.channel(),
                    () -> {
                        Milestones.put(traces, trace, own.channel());
                        return true;
                    });
        }
        return new LabApi.Traced(
                asked.clientMsgId(), clock.now() + TimeUnit.SECONDS.toNanos(Traces.SECONDS));
    }

    @Override
    public LabEvent.Trace traced(Visitor visitor, UUID clientMsgId) {
        return traces.of(visitor.userId(), clientMsgId);
    }

    /// Through which the lab sees messages pass.
    public Lens lens() {
        return new TraceLens(traces, sockets);
    }

    @Override
    public LabApi.Faults faults() {
        return FaultKind.all();
    }

    @Override
    public LabApi.Broken breakIt(Visitor visitor, String id, LabApi.Breaking asked) {
        Own own = connections.find(visitor, id);
        if (!own.isSocket()) {
            throw conflict("Faults are for WebSockets only.");
        }
        return faults.begin(visitor.userId(), own.channel(), asked);
    }

    @Override
    public LabApi.Mended mend(Visitor visitor, String faultId) {
        faults.end(visitor.userId(), faultId);
        return new LabApi.Mended("The fault is gone.");
    }

    /// The connection that a call came on is the visitor's, as far as its bytes are.
    private Optional<Neighbour> note(Visitor visitor) {
        Optional<Neighbour> neighbour = neighbours.find(visitor.link().id());
        neighbour.ifPresent(it -> it.visitedBy(visitor.userId()));
        return neighbour;
    }

    private static Probes probesOf(Own own, Visitor visitor) {
        Probes probes = Probes.of(own.channel());
        if (probes == null || !probes.recorder().showing().isFor(visitor.userId())) {
            throw conflict("There is no probe of yours on this connection.");
        }
        return probes;
    }

    private void deserted(long userId) {
        CompletableFuture.delayedExecutor(DESERTED_SECONDS, TimeUnit.SECONDS)
                .execute(
                        () -> {
                            if (!screens.hasAny(userId)) {
                                connections.channelsOf(userId).forEach(Laboratory::detach);
                            }
                        });
    }

    private static void detach(Channel channel) {
        OnLoop.run(
                channel,
                () -> {
                    Probes probes = Probes.of(channel);
                    if (probes != null) {
                        probes.detach();
                    }
                });
    }

    static Rejected conflict(String sentence) {
        return Rejected.because(Reason.CONFLICT, sentence);
    }

    /// Ends all feeds.
    @Override
    public void close() {
        screens.close();
    }
}
