package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.usecase.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What `net.OpenSockets` is, without a network: one task for each event loop and batch.
final class SimulatedSockets implements Sockets {

    private final Database database;
    private final List<Schedule.Lane> loops;
    private final Map<Long, Set<SimulatedSocket>> byUser = new LinkedHashMap<>();
    private @Nullable Publication kept;

    SimulatedSockets(Database database, int loops) {
        this.database = database;
        this.loops = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            this.loops.add(database.schedule.lane());
        }
    }

    Schedule.Lane anyLoop() {
        return database.schedule.anyOf(loops);
    }

    /// On the socket's loop, as is [#remove].
    void signedIn(SimulatedSocket socket, long userId) {
        byUser.computeIfAbsent(userId, _ -> new LinkedHashSet<>()).add(socket);
    }

    void remove(SimulatedSocket socket) {
        byUser.values().forEach(sockets -> sockets.remove(socket));
    }

    private Collection<SimulatedSocket> of(long userId) {
        return byUser.getOrDefault(userId, Set.of());
    }

    @Override
    public void publish(List<Publication> publications) {
        Map<Schedule.Lane, List<Runnable>> batches = new HashMap<>();
        for (Publication publication : mutated(publications)) {
            if (database.mutant == Mutant.NO_AUDIENCE) {
                byUser.keySet().forEach(user -> address(publication, user, batches));
            } else {
                publication.audience().forEach(user -> address(publication, user, batches));
            }
        }
        send(batches);
    }

    private List<Publication> mutated(List<Publication> publications) {
        if (database.mutant != Mutant.SWAPPED_PUBLICATIONS || publications.isEmpty()) {
            return publications;
        }
        List<Publication> swapped = new ArrayList<>(publications);
        Publication before = kept;
        kept = null;
        if (before != null) {
            swapped.add(1, before);
        } else if (database.schedule.oneIn(4)) {
            kept = swapped.removeLast();
        }
        return swapped;
    }

    private void address(
            Publication publication, long userId, Map<Schedule.Lane, List<Runnable>> batches) {
        for (SimulatedSocket socket : of(userId)) {
            List<Runnable> batch = batches.computeIfAbsent(socket.loop(), _ -> new ArrayList<>());
            if (!socket.isResumable()) {
                boolean counts =
                        publication.message().filter(it -> it.senderId() != userId).isPresent();
                List<ServerFrame> frames = publication.legacy();
                batch.add(
                        () ->
                                frames.forEach(
                                        frame ->
                                                socket.write(
                                                        frame,
                                                        () -> {
                                                            if (counts) {
                                                                socket.reached(publication);
                                                            }
                                                        })));
            } else if (publication.isAnswerTo(socket)) {
                Event.Ack ack = publication.answer().orElseThrow().ack();
                if (database.mutant != Mutant.LOST_ACKS || !database.schedule.oneIn(5)) {
                    batch.add(() -> socket.writeAck(ack));
                }
            } else {
                batch.add(() -> socket.writeNumbered(mutated(publication.event())));
            }
        }
    }

    private Event.Numbered mutated(Event.Numbered event) {
        return database.mutant == Mutant.WRONG_CONTENT
                        && event instanceof Event.UpdatedMessage edit
                        && database.schedule.oneIn(3)
                ? new Event.UpdatedMessage(
                        edit.messageId(),
                        edit.chatId(),
                        edit.seq(),
                        edit.senderId(),
                        edit.recipientId(),
                        edit.timeOfDay(),
                        "not " + edit.newContent(),
                        edit.isEdited(),
                        edit.fileName(),
                        edit.fileType(),
                        edit.replay())
                : event;
    }

    @Override
    public void deliver(Outcome.Deliver delivery) {
        Map<Schedule.Lane, List<Runnable>> batches = new HashMap<>();
        for (long userId : delivery.userIds()) {
            for (SimulatedSocket socket : of(userId)) {
                batches.computeIfAbsent(socket.loop(), _ -> new ArrayList<>())
                        .add(
                                () -> {
                                    if (socket.isResumable()) {
                                        delivery.frames().forEach(socket::offer);
                                    } else {
                                        delivery.legacy().forEach(socket::write);
                                    }
                                });
            }
        }
        send(batches);
    }

    private void send(Map<Schedule.Lane, List<Runnable>> batches) {
        loops.forEach(
                loop -> {
                    List<Runnable> batch = batches.get(loop);
                    if (batch != null) {
                        loop.execute(() -> batch.forEach(Runnable::run));
                    }
                });
    }

    @Override
    public void sessionEnded(UUID session) {
        throw new UnsupportedOperationException("nobody signs out here");
    }

    @Override
    public void signedOut(long userId, Optional<UUID> except) {
        throw new UnsupportedOperationException("nobody signs out here");
    }
}
