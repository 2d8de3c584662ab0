package dev.messenger.server.net.lab;

import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.net.OpenSockets;
import dev.messenger.server.net.SocketChannel;
import dev.messenger.server.usecase.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sees messages that are followed being published, on the threads of the writers and their publishers.
///
/// @param openSockets where the recipients' are
record TracedSockets(Sockets sockets, Traces traces, OpenSockets openSockets) implements Sockets {

    @Override
    public void publish(List<Publication> batch) {
        List<Trace> here = traces.isArmed() ? followed(batch) : List.of();
        sockets.publish(batch);
        long now = traces.clock().now();
        here.forEach(trace -> trace.noteAfter(Stage.COMMIT, Stage.ENCODE, now));
    }

    private List<Trace> followed(List<Publication> batch) {
        List<Trace> here = new ArrayList<>();
        for (Publication publication : batch) {
            publication
                    .message()
                    .flatMap(
                            message ->
                                    traces.find(message.clientMsgId())
                                            .filter(it -> it.userId() == message.senderId()))
                    .ifPresent(
                            trace -> {
                                here.add(trace);
                                awaitAtPeers(trace, publication.audience());
                            });
        }
        return here;
    }

    /// Gets there before the message, because both go the same way.
    private void awaitAtPeers(Trace trace, List<Long> audience) {
        for (long userId : audience) {
            if (userId != trace.userId()) {
                for (SocketChannel peer : openSockets.channelsOf(userId)) {
                    OnLoop.run(
                            peer.channel(), () -> PeerMilestone.put(traces, trace, peer.channel()));
                }
            }
        }
    }

    @Override
    public void deliver(Outcome.Deliver delivery) {
        sockets.deliver(delivery);
    }

    @Override
    public void sessionEnded(UUID session) {
        sockets.sessionEnded(session);
    }

    @Override
    public void signedOut(long userId, Optional<UUID> except) {
        sockets.signedOut(userId, except);
    }
}
