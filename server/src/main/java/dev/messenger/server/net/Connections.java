package dev.messenger.server.net;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.messenger.server.usecase.RateLimit;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All open connections, WebSockets included, and how many there may be.
///
/// [Pipeline] asks on event loops; [FrontDoor] closes them all on the thread that stops the server.
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /// For the database, files on their way, and what the JVM holds open.
    private static final int FILES_OF_OUR_OWN = 256;

    private static final int MANY = 1_000_000;

    private final ConnectionLimits.Crowd limits;
    private final Clients clients;
    private final int most;
    private final RateLimit<InetAddress> arrivals;
    private final Map<InetAddress, Integer> ofAddress = new ConcurrentHashMap<>();
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();
    private final LongAdder refusedAll = new LongAdder();
    private final LongAdder refusedOfAddress = new LongAdder();
    private final LongAdder refusedTooFast = new LongAdder();

    /// @param limits so many, or what the limit of open files leaves
    Connections(ConnectionLimits.Crowd limits, Clients clients) {
        this.limits = limits;
        this.clients = clients;
        this.most = Math.min(limits.all(), filesLeft());
        this.arrivals = RateLimit.of(limits.newASecond(), limits.newAtOnce());
    }

    /// Whether there is room for this one. Until it closes it counts in any case.
    boolean admit(Channel channel) {
        int now = count.incrementAndGet();
        channel.closeFuture().addListener(_ -> forget());
        if (now > most) {
            refusedAll.increment();
            // Once for each flood, not for each connection of it.
            if (!full.getAndSet(true)) {
                LOG.warn("event=connections_full most={}", most);
            }
            return false;
        }
        if (!admitSource(channel)) {
            return false;
        }
        open.add(channel);
        admitted.increment();
        return true;
    }

    /// Whether there is room for one more of where it comes from, which [ProxyHeader] may have told only
    /// after [#admit].
    boolean admitSource(Channel channel) {
        return clients.isProxy(ProxyHeader.source(channel)) || admitAddress(channel);
    }

    private boolean admitAddress(Channel channel) {
        InetAddress address = clients.of(ProxyHeader.source(channel));
        int now = ofAddress.merge(address, 1, Integer::sum);
        channel.closeFuture()
                .addListener(_ -> ofAddress.computeIfPresent(address, Connections::oneLess));
        if (now > limits.ofAddress()) {
            refusedOfAddress.increment();
            return false;
        }
        if (!arrivals.tryTake(address)) {
            refusedTooFast.increment();
            return false;
        }
        return true;
    }

    private static @Nullable Integer oneLess(InetAddress address, int count) {
        return count == 1 ? null : count - 1;
    }

    int count() {
        return count.get();
    }

    /// The TLS handshake of one is over.
    void handshaken(boolean wellDone) {
        (wellDone ? handshakes : failedHandshakes).increment();
    }

    DoorNumbers.Arrivals arrivals() {
        return new DoorNumbers.Arrivals(
                admitted.sum(),
                handshakes.sum(),
                failedHandshakes.sum(),
                refusedAll.sum(),
                refusedOfAddress.sum(),
                refusedTooFast.sum());
    }

    /// Has every connection of HTTP close after its next answer; one that asks nothing stays open.
    void endAfterNext() {
        tell(HttpHandler.ONE_MORE);
    }

    /// Lets requests in flight be answered, and then closes what is still open.
    void finish(Duration patience) {
        tell(HttpHandler.STOP);
        boolean finished =
                open.newCloseFuture()
                        .awaitUninterruptibly(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!finished) {
            LOG.warn("event=connections_cut count={}", open.size());
            open.close().awaitUninterruptibly();
        }
    }

    private void tell(Object event) {
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(event));
    }

    private void forget() {
        if (count.decrementAndGet() < most - most / 10) {
            full.set(false);
        }
    }

    private static int filesLeft() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? Math.clamp(system.getMaxFileDescriptorCount() - FILES_OF_OUR_OWN, 1, MANY)
                : MANY;
    }
}
