package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Lab.Visitor;
import dev.messenger.server.net.OpenSockets;
import dev.messenger.server.net.SocketChannel;
import dev.messenger.server.net.lab.Neighbours.Neighbour;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What there is of connections for a visitor: their account's sockets, and the connections of HTTP
/// that their own calls came on. On virtual threads.
final class OwnConnections {

    private static final String PART_2 = "messenger.v2.json";
    private static final String PART_1 = "messenger.v1";

    private final OpenSockets sockets;
    private final Neighbours neighbours;

    /// One of them.
    ///
    /// @param isSocket whether it is a WebSocket, which is its user's alone for ever
    record Own(Channel channel, String speaks, boolean isSocket) {}

    OwnConnections(OpenSockets sockets, Neighbours neighbours) {
        this.sockets = sockets;
        this.neighbours = neighbours;
    }

    List<LabApi.Connection> all(Visitor visitor) {
        return of(visitor.userId()).stream()
                .map(own -> draw(own, visitor))
                .sorted(Comparator.comparing(it -> it.openedAt().orElse(0L)))
                .toList();
    }

    /// @throws Rejected if they have no such connection
    Own find(Visitor visitor, String id) {
        return of(visitor.userId()).stream()
                .filter(own -> own.channel().id().asShortText().equals(id))
                .findFirst()
                .orElseThrow(() -> Rejected.notFound("You have no such connection."));
    }

    LabApi.Connection draw(Own own, Visitor visitor) {
        Optional<Neighbour> neighbour = neighbours.find(own.channel().id().asShortText());
        Portrait portrait =
                new Portrait(own.channel(), own.speaks(), neighbour, visitor.link().id());
        return OnLoop.call(own.channel(), portrait::draw);
    }

    List<Channel> channelsOf(long userId) {
        return of(userId).stream().map(Own::channel).toList();
    }

    /// Whether a connection is a socket of theirs.
    boolean isSocketOf(long userId, Channel channel) {
        return sockets.channelsOf(userId).stream().anyMatch(it -> it.channel().equals(channel));
    }

    private List<Own> of(long userId) {
        List<Own> own = new ArrayList<>();
        for (SocketChannel socket : sockets.channelsOf(userId)) {
            own.add(new Own(socket.channel(), socket.resumable() ? PART_2 : PART_1, true));
        }
        Set<Channel> asSockets = own.stream().map(Own::channel).collect(Collectors.toSet());
        for (Neighbour neighbour : neighbours.all()) {
            if (neighbour.visitor() == userId
                    && neighbour.channel().isActive()
                    && !asSockets.contains(neighbour.channel())) {
                own.add(new Own(neighbour.channel(), Portrait.HTTP, false));
            }
        }
        return own;
    }
}
