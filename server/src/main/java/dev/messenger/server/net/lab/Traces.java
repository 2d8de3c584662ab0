package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.RateLimit;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The messages that are being followed, by their `client_msg_id`. Safe on any thread.
///
/// Whoever could say something of a message asks [#isArmed] first: while nobody follows one, that is
/// all it costs.
final class Traces {

    static final long SECONDS = 10;

    private static final int MOST = 64;
    private static final int MOST_FINISHED = 256;

    private final LabClock clock;
    private final Screens screens;
    private final RateLimit<Long> limit = RateLimit.of(5, 10);
    private final Map<UUID, Trace> open = new ConcurrentHashMap<>();
    private final Map<UUID, Trace> finished =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Trace> eldest) {
                    return size() > MOST_FINISHED;
                }
            };
    private volatile boolean armed;

    Traces(LabClock clock, Screens screens) {
        this.clock = clock;
        this.screens = screens;
    }

    boolean isArmed() {
        return armed;
    }

    LabClock clock() {
        return clock;
    }

    /// How often an account may have something measured.
    RateLimit<Long> limit() {
        return limit;
    }

    /// Follows a message that is still to come.
    ///
    /// @throws Rejected if it is followed already, or there are too many
    Trace begin(long userId, UUID clientMsgId) {
        Trace trace = new Trace(clientMsgId, userId);
        if (open.size() >= MOST) {
            throw Rejected.retryLater(
                    Reason.RATE_LIMITED, "Too many messages are followed.", Duration.ofSeconds(1));
        }
        if (open.putIfAbsent(clientMsgId, trace) != null) {
            throw Laboratory.conflict("This message is followed already.");
        }
        armed = true;
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(() -> end(trace));
        return trace;
    }

    /// Follows one of which nobody is told but who asked; nothing if there are too many.
    void add(Trace trace) {
        if (open.size() < MOST && open.putIfAbsent(trace.clientMsgId(), trace) == null) {
            armed = true;
        }
    }

    Optional<Trace> find(UUID clientMsgId) {
        return Optional.ofNullable(open.get(clientMsgId));
    }

    Collection<Trace> all() {
        return open.values();
    }

    /// Tells how far a message has come, and forgets it if that was all.
    void moved(Trace trace) {
        if (trace.isComplete()) {
            end(trace);
        } else {
            screens.show(trace.userId(), trace.event(clock.now()));
        }
    }

    void end(Trace trace) {
        if (!trace.end()) {
            return;
        }
        forget(trace);
        synchronized (finished) {
            finished.put(trace.clientMsgId(), trace);
        }
        screens.show(trace.userId(), trace.event(clock.now()));
    }

    /// Drops one that nobody is to be told of.
    void forget(Trace trace) {
        open.remove(trace.clientMsgId(), trace);
        armed = false;
        // One that came in between must not be left asleep.
        armed = !open.isEmpty();
    }

    /// @throws Rejected if there is none of theirs
    LabEvent.Trace of(long userId, UUID clientMsgId) {
        Trace trace = open.get(clientMsgId);
        if (trace == null) {
            synchronized (finished) {
                trace = finished.get(clientMsgId);
            }
        }
        if (trace == null || trace.userId() != userId) {
            throw Rejected.notFound("You follow no such message.");
        }
        return trace.event(clock.now());
    }
}
