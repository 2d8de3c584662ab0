package dev.messenger.server.net.lab;

import dev.messenger.server.net.Newcomers;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The open connections of this machine's own programs: only these can have a visitor on them.
///
/// Filled on event loops, asked on virtual threads.
final class Neighbours implements Newcomers {

    private final LabClock clock;
    private final Map<String, Neighbour> byId = new ConcurrentHashMap<>();

    Neighbours(LabClock clock) {
        this.clock = clock;
    }

    /// One of them.
    static final class Neighbour {
        private final Channel channel;
        private final long openedAt;
        private volatile long visitor;
        private volatile boolean feed;

        private Neighbour(Channel channel, long openedAt) {
            this.channel = channel;
            this.openedAt = openedAt;
        }

        Channel channel() {
            return channel;
        }

        long openedAt() {
            return openedAt;
        }

        /// Whose call came on it last; 0 if none of the lab did.
        long visitor() {
            return visitor;
        }

        /// Whether it carries a feed, and so will carry nothing else.
        boolean feed() {
            return feed;
        }

        void visitedBy(long userId) {
            visitor = userId;
        }

        void carriesFeed() {
            feed = true;
        }
    }

    @Override
    public void arrived(Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress()) {
            add(channel);
        }
    }

    Neighbour add(Channel channel) {
        String id = channel.id().asShortText();
        Neighbour neighbour = new Neighbour(channel, clock.now());
        byId.put(id, neighbour);
        channel.closeFuture().addListener(_ -> byId.remove(id, neighbour));
        return neighbour;
    }

    Optional<Neighbour> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Iterable<Neighbour> all() {
        return byId.values();
    }
}
