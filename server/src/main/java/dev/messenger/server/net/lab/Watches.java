package dev.messenger.server.net.lab;

import dev.messenger.server.net.lab.Discretion.Viewer;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Viewers who wait for a connection of theirs that is still to come, to see it from its first byte.
///
/// Asked on event loops for each newcomer, which costs next to nothing while nobody waits.
final class Watches {

    static final long UNCLAIMED_SECONDS = 15;

    private static final int MOST_UNCLAIMED = 8;

    private final LabClock clock;
    private final Screens screens;
    private final OwnConnections connections;

    private final Map<Long, Watch> byUser = new ConcurrentHashMap<>();
    private final Set<Discretion> unclaimed = ConcurrentHashMap.newKeySet();

    private record Watch(Viewer viewer, long until, long hex) {}

    Watches(LabClock clock, Screens screens, OwnConnections connections) {
        this.clock = clock;
        this.screens = screens;
        this.connections = connections;
    }

    /// @return until when
    long begin(Viewer viewer, long seconds, long hex) {
        long until = clock.now() + TimeUnit.SECONDS.toNanos(seconds);
        byUser.put(viewer.userId(), new Watch(viewer, until, hex));
        return until;
    }

    /// On the event loop of the newcomer.
    void arrived(Channel channel) {
        if (byUser.isEmpty()) {
            return;
        }
        byUser.values()
                .removeIf(it -> it.until() < clock.now() || !screens.hasAny(it.viewer().userId()));
        List<Watch> watches = List.copyOf(byUser.values());
        if (!watches.isEmpty()) {
            probe(channel, watches);
        }
    }

    private void probe(Channel channel, List<Watch> watches) {
        unclaimed.removeIf(Discretion::isClaimed);
        if (unclaimed.size() >= MOST_UNCLAIMED) {
            return;
        }
        Discretion discretion =
                new Discretion(
                        watches.stream().map(Watch::viewer).toList(),
                        viewer -> connections.isSocketOf(viewer.userId(), channel),
                        screens);
        long hex = watches.stream().mapToLong(Watch::hex).max().orElse(0);
        Recorder recorder =
                new Recorder(channel.id().asShortText(), clock, discretion, hex, Set.of());
        Probes probes = Probes.attach(channel, recorder);
        unclaimed.add(discretion);
        channel.closeFuture().addListener(_ -> unclaimed.remove(discretion));
        channel.eventLoop()
                .schedule(
                        () -> {
                            unclaimed.remove(discretion);
                            if (!discretion.isClaimed()) {
                                probes.detach();
                            }
                        },
                        UNCLAIMED_SECONDS,
                        TimeUnit.SECONDS);
    }
}
