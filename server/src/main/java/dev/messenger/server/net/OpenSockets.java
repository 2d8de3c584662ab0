package dev.messenger.server.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.CloseCode;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.usecase.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Every open WebSocket, and the way to all of them. Safe on any thread.
///
/// A publication is encoded once, then handed over in one task for each event loop that has receivers.
public final class OpenSockets implements Sockets {

    /// Longer than a sign-in may take between its check of the session and its socket.
    private static final Duration SIGN_IN = Duration.ofMinutes(2);

    private final Unreached unreached;
    private final Duration heartbeat;

    private final Registry<Long> byUser = new Registry<>();
    private final Registry<UUID> bySession = new Registry<>();
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final Cache<UUID, UUID> ended = Caffeine.newBuilder().expireAfterWrite(SIGN_IN).build();
    private final Cache<Long, SignedOut> signedOut =
            Caffeine.newBuilder().expireAfterWrite(SIGN_IN).build();
    private volatile @Nullable CloseCode stopping;

    private record Loop(Lane lane, Heartbeat heartbeat) {}

    /// A user's sign-ins before a moment are void.
    ///
    /// @param at by [System#nanoTime]
    /// @param except the session that goes on
    private record SignedOut(long at, Optional<UUID> except) {
        boolean ends(OpenSocket socket) {
            boolean goesOn = except.isPresent() && except.equals(socket.caller().session());
            return !goesOn && socket.signInBegan() - at <= 0;
        }
    }

    /// @param heartbeat between two pings of a socket
    public OpenSockets(Unreached unreached, Duration heartbeat) {
        this.unreached = unreached;
        this.heartbeat = heartbeat;
    }

    Lane laneOf(EventLoop eventLoop) {
        return loop(eventLoop).lane;
    }

    /// From here on the socket gets what is published. On its event loop.
    void add(OpenSocket socket) {
        loop(socket.eventLoop()).heartbeat.add(socket);
        byUser.add(socket.caller().userId(), socket);
        socket.caller().session().ifPresent(session -> bySession.add(session, socket));

        // Added first, then looked, as those who close do it the other way round: one of us sees
        // it.
        CloseCode stop = stopping;
        if (stop != null) {
            socket.close(stop);
        }
        if (signInIsVoid(socket)) {
            socket.close(CloseCode.SIGNED_OUT);
        }
    }

    private boolean signInIsVoid(OpenSocket socket) {
        SignedOut all = signedOut.getIfPresent(socket.caller().userId());
        return (all != null && all.ends(socket))
                || socket.caller()
                        .session()
                        .filter(session -> ended.getIfPresent(session) != null)
                        .isPresent();
    }

    void remove(OpenSocket socket) {
        byUser.remove(socket.caller().userId(), socket);
        socket.caller().session().ifPresent(session -> bySession.remove(session, socket));
    }

    @Override
    public void publish(List<Publication> publications) {
        Map<Lane, Lane.Batch> batches = new HashMap<>();
        try {
            for (Publication publication : publications) {
                address(publication, batches);
            }
        } finally {
            // One that cannot be encoded does not take along those before it.
            batches.forEach(Lane::send);
        }
    }

    @Override
    public void deliver(Outcome.Deliver delivery) {
        publish(
                delivery.frames().stream()
                        .map(
                                frame ->
                                        new Publication(
                                                delivery.userIds(), frame, OptionalLong.empty()))
                        .toList());
    }

    @Override
    public void sessionEnded(UUID session) {
        ended.put(session, session);
        bySession.get(session).forEach(socket -> socket.close(CloseCode.SIGNED_OUT));
    }

    @Override
    public void signedOut(long userId, Optional<UUID> except) {
        SignedOut all = new SignedOut(System.nanoTime(), except);
        signedOut.put(userId, all);
        byUser.get(userId).stream()
                .filter(all::ends)
                .forEach(socket -> socket.close(CloseCode.SIGNED_OUT));
    }

    /// Closes all sockets, and any that opens from now on.
    ///
    /// @return done when the last of those open now is gone, within the seconds that a closing handshake may take
    public CompletableFuture<Void> closeAll(CloseCode why) {
        stopping = why;
        List<OpenSocket> open = byUser.all().toList();
        open.forEach(socket -> socket.close(why));
        return CompletableFuture.allOf(
                open.stream().map(OpenSocket::whenGone).toArray(CompletableFuture<?>[]::new));
    }

    private void address(Publication publication, Map<Lane, Lane.Batch> batches) {
        ByteBuf frame = null;
        boolean mustReach = publication.mustReach().isPresent();
        for (long userId : publication.audience()) {
            List<OpenSocket> open = byUser.get(userId);
            if (open.isEmpty()) {
                continue;
            }
            if (frame == null) {
                frame = TextFrame.encode(publication.frame());
            }
            Reach reach = null;
            if (mustReach && userId == publication.mustReach().getAsLong()) {
                reach = new Reach(publication, userId, open.size(), unreached);
                mustReach = false;
            }
            for (OpenSocket socket : open) {
                batches.computeIfAbsent(socket.lane(), _ -> new Lane.Batch())
                        .add(frame.retain(), socket, reach);
            }
        }
        if (frame != null) {
            frame.release();
        }
        if (mustReach) {
            unreached.unreached(publication, publication.mustReach().getAsLong());
        }
    }

    private Loop loop(EventLoop eventLoop) {
        return loops.computeIfAbsent(
                eventLoop, it -> new Loop(new Lane(it), new Heartbeat(it, heartbeat)));
    }
}
