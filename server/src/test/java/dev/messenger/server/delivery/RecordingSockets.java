package dev.messenger.server.delivery;

import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.usecase.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what was published and delivered.
public final class RecordingSockets implements Sockets {

    public final List<Publication> published = new CopyOnWriteArrayList<>();
    public final List<Outcome.Deliver> delivered = new CopyOnWriteArrayList<>();
    public final List<UUID> ended = new CopyOnWriteArrayList<>();
    public final List<Long> signedOut = new CopyOnWriteArrayList<>();

    @Override
    public void publish(List<Publication> batch) {
        published.addAll(batch);
    }

    @Override
    public void deliver(Outcome.Deliver delivery) {
        delivered.add(delivery);
    }

    @Override
    public void sessionEnded(UUID session) {
        ended.add(session);
    }

    @Override
    public void signedOut(long userId, Optional<UUID> except) {
        signedOut.add(userId);
    }

    public List<ServerFrame> frames() {
        List<ServerFrame> frames = new ArrayList<>();
        published.forEach(publication -> frames.addAll(publication.legacy()));
        return frames;
    }
}
