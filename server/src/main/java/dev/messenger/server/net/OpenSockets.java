package dev.messenger.server.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.CloseCode;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Every open WebSocket, and the way to all of them. Safe on any thread.
///
/// A publication is encoded once, then handed over in one task for each event loop that has receivers.
public final class OpenSockets implements Sockets {

    /// Longer than a sign-in may take between its check of the session and its socket.
    private static final Duration SIGN_IN = Duration.ofMinutes(2);

    private final Duration heartbeat;

    private final Set<OpenSocket> open = ConcurrentHashMap.newKeySet();
    private final ReceiversByUser byUser = new ReceiversByUser();
    private final Registry<UUID> bySession = new Registry<>();
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final Cache<UUID, UUID> ended = Caffeine.newBuilder().expireAfterWrite(SIGN_IN).build();
    private final Cache<Long, SignedOut> signedOut =
            Caffeine.newBuilder().expireAfterWrite(SIGN_IN).build();
    private final SocketMeter meter = new SocketMeter();
    private volatile @Nullable Drain drain;

    private record Loop(Lane lane, Heartbeat heartbeat) {}

    /// A user's sign-ins before a moment are void.
    ///
    /// @param at by [System#nanoTime]
    /// @param except the session that goes on
    private record SignedOut(long at, Optional<UUID> except) {
        boolean ends(SignIn signIn) {
            boolean goesOn = except.isPresent() && except.equals(signIn.caller().session());
            return !goesOn && signIn.began() - at <= 0;
        }
    }

    /// The server stops.
    ///
    /// @param end of the time over which sockets leave, by [System#nanoTime]
    private record Drain(long end) {

        /// How long one socket may stay: they would all come back at the same moment otherwise.
        Duration delay() {
            long left = Math.max(0, end - System.nanoTime());
            return Duration.ofNanos(ThreadLocalRandom.current().nextLong(left + 1));
        }
    }

    /// @param heartbeat between two pings of a socket
    public OpenSockets(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    Lane laneOf(EventLoop eventLoop) {
        return loop(eventLoop).lane;
    }

    /// On the socket's event loop, as the two below.
    void add(OpenSocket socket) {
        socket.beatsAt(loop(socket.eventLoop()).heartbeat.add(socket));
        open.add(socket);
        meter.opened(socket.isResumable());

        // Added first, then looked, as those who close do it the other way round: one of us sees
        // it. The same below.
        Drain under = drain;
        if (under != null) {
            socket.leaveAfter(under.delay());
        }
    }

    SocketMeter meter() {
        return meter;
    }

    DoorNumbers.Sockets numbers() {
        return meter.numbers();
    }

    /// From here on the socket gets what is published.
    void signedIn(OpenSocket socket) {
        SignIn signIn = Objects.requireNonNull(socket.signIn());
        Caller caller = signIn.caller();
        byUser.add(caller.userId(), socket);
        caller.session().ifPresent(session -> bySession.add(session, socket));
        if (isVoid(signIn)) {
            socket.close(CloseCode.SIGNED_OUT);
        }
    }

    private boolean isVoid(SignIn signIn) {
        SignedOut all = signedOut.getIfPresent(signIn.caller().userId());
        return (all != null && all.ends(signIn))
                || signIn.caller()
                        .session()
                        .filter(session -> ended.getIfPresent(session) != null)
                        .isPresent();
    }

    void remove(OpenSocket socket) {
        if (open.remove(socket)) {
            loop(socket.eventLoop()).heartbeat.remove(socket, socket.beatsAt());
            socket.noteStalled(false);
            meter.gone(socket.isResumable());
        }
        SignIn signIn = socket.signIn();
        if (signIn != null) {
            byUser.remove(signIn.caller().userId(), socket);
            signIn.caller().session().ifPresent(session -> bySession.remove(session, socket));
        }
    }

    /// Those that get what is published for the user.
    List<OpenSocket> of(long userId) {
        return byUser.socketsOf(userId);
    }

    /// The connections of those of a user.
    public List<SocketChannel> channelsOf(long userId) {
        return of(userId).stream().map(OpenSocket::asChannel).toList();
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
        Map<Lane, Lane.Batch> batches = new HashMap<>();
        try (Encoded legacy = new Encoded(delivery.legacy())) {
            for (long userId : delivery.userIds()) {
                for (Receivers receivers : byUser.of(userId)) {
                    Lane.Batch batch = batchFor(receivers, batches);
                    if (receivers.areResumable()) {
                        delivery.frames().forEach(frame -> batch.offer(frame, receivers));
                    } else {
                        legacy.frames().forEach(it -> batch.add(it.retain(), receivers, null));
                    }
                }
            }
        } finally {
            batches.forEach(Lane::send);
        }
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
        of(userId).stream()
                .filter(socket -> all.ends(Objects.requireNonNull(socket.signIn())))
                .forEach(socket -> socket.close(CloseCode.SIGNED_OUT));
    }

    /// Sends all sockets away, each after a delay of its own, and so any that opens from now on.
    ///
    /// @param window over which they leave
    /// @return done when the last of those open now is gone, [Leaving#LONGEST] after the window at
    ///     the latest
    CompletableFuture<Void> drain(Duration window) {
        Drain begun = new Drain(System.nanoTime() + window.toNanos());
        drain = begun;
        List<OpenSocket> all = List.copyOf(open);
        all.forEach(socket -> socket.leaveAfter(begun.delay()));
        return CompletableFuture.allOf(
                all.stream().map(OpenSocket::whenGone).toArray(CompletableFuture<?>[]::new));
    }

    private void address(Publication publication, Map<Lane, Lane.Batch> batches) {
        try (EncodedPublication encoded = new EncodedPublication(publication)) {
            for (Long userId : publication.audience()) {
                address(publication, userId, encoded, batches);
            }
        }
    }

    private void address(
            Publication publication,
            Long userId,
            EncodedPublication encoded,
            Map<Lane, Lane.Batch> batches) {
        for (Receivers receivers : byUser.of(userId)) {
            Lane.Batch batch = batchFor(receivers, batches);
            if (receivers.areResumable()) {
                batch.addNumbered(encoded.event().retain(), receivers, publication);
            } else {
                Reached reached = reached(publication, userId, receivers);
                encoded.legacy().forEach(it -> batch.add(it.retain(), receivers, reached));
            }
        }
    }

    /// What a sender has sent needs not be noted as received.
    private static @Nullable Reached reached(
            Publication publication, long userId, Receivers receivers) {
        return publication
                .message()
                .filter(message -> message.senderId() != userId)
                .map(
                        message ->
                                new Reached(
                                        receivers.sockets().getFirst().marks(),
                                        userId,
                                        message.chatId(),
                                        message.seq()))
                .orElse(null);
    }

    private static Lane.Batch batchFor(Receivers receivers, Map<Lane, Lane.Batch> batches) {
        return batches.computeIfAbsent(receivers.lane(), _ -> new Lane.Batch());
    }

    private Loop loop(EventLoop eventLoop) {
        return loops.computeIfAbsent(
                eventLoop, it -> new Loop(new Lane(it), new Heartbeat(it, heartbeat)));
    }
}
