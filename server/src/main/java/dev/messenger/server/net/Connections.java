package dev.messenger.server.net;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final int most;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();

    /// @param most so many, or what the limit of open files leaves
    Connections(int most) {
        this.most = Math.min(most, filesLeft());
    }

    /// Closes the connection instead, if there are too many. How many one address may have is to be
    /// decided here as well.
    boolean admit(Channel channel) {
        int now = count.incrementAndGet();
        channel.closeFuture().addListener(_ -> forget());
        if (now > most) {
            // Once for each flood, not for each connection of it.
            if (!full.getAndSet(true)) {
                LOG.warn("event=connections_full most={}", most);
            }
            channel.close();
            return false;
        }
        open.add(channel);
        return true;
    }

    int count() {
        return count.get();
    }

    /// Lets requests in flight be answered, and then closes what is still open.
    void finish(Duration patience) {
        open.forEach(channel -> channel.pipeline().fireUserEventTriggered(HttpHandler.STOP));
        boolean finished =
                open.newCloseFuture()
                        .awaitUninterruptibly(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!finished) {
            LOG.warn("event=connections_cut count={}", open.size());
            open.close().awaitUninterruptibly();
        }
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
