package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps back what a connection of HTTP records until it is known whose it is: a viewer is shown what
/// passes during requests that bear their own token, and of others' only that something passed. On the
/// event loop.
///
/// ```
/// bytes --> kept back --> a head: the viewer's token --------> shown
///                           |     an upgrade, who is it? ----> kept back until the socket is signed in
///                           +---- anything else -------------> shown without content, once there is
///                                                              a viewer
/// ```
final class Discretion implements Showing {

    static final int MOST_KEPT_BACK = 2_048;

    private final Collection<Viewer> candidates;
    private final Predicate<Viewer> ownsSocket;
    private final Screens screens;

    private final Queue<LabEvent> keptBack = new ArrayDeque<>();

    /// Others than the event loop may ask.
    private volatile @Nullable Viewer viewer;

    private Whose whose = Whose.UNKNOWN;

    /// Bytes came that may be of a head that is not whole yet.
    private boolean headBegan;

    private boolean inBody;
    private boolean socket;

    /// Who may turn out to be the one.
    record Viewer(long userId, String token) {
        @Override
        public String toString() {
            return "Viewer[userId=" + userId + "]";
        }
    }

    private enum Whose {
        UNKNOWN,
        THE_VIEWERS,
        ANOTHERS
    }

    /// @param ownsSocket whether the connection is a WebSocket that is signed in as them
    Discretion(Collection<Viewer> candidates, Predicate<Viewer> ownsSocket, Screens screens) {
        this.candidates = candidates;
        this.ownsSocket = ownsSocket;
        this.screens = screens;
    }

    /// Whether it is known who is shown all this.
    boolean isClaimed() {
        return viewer != null;
    }

    @Override
    public boolean isFor(long userId) {
        Viewer known = viewer;
        return known != null && known.userId() == userId;
    }

    /// It is known already whose connection this is, if not whose request.
    void belongsTo(Viewer owner) {
        viewer = owner;
    }

    @Override
    public void show(LabEvent event) {
        if (keptBack.size() < MOST_KEPT_BACK) {
            keptBack.add(event);
        }
    }

    @Override
    public void passes(boolean inbound, boolean outermost, Object message) {
        if (!inbound || socket) {
            return;
        }
        if (outermost && !inBody && message instanceof ByteBuf) {
            headBegan = true;
        }
        if (message instanceof HttpRequest request) {
            headBegan = false;
            inBody = true;
            judge(request);
        }
        if (message instanceof LastHttpContent) {
            inBody = false;
        }
    }

    private void judge(HttpRequest request) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            boolean upgrade =
                    request.headers()
                            .containsValue(
                                    HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
            whose = upgrade ? Whose.UNKNOWN : Whose.ANOTHERS;
            return;
        }
        whose = Whose.ANOTHERS;
        for (Viewer candidate : candidates) {
            if (authorization.equals("Bearer " + candidate.token())) {
                viewer = candidate;
                whose = Whose.THE_VIEWERS;
            }
        }
    }

    @Override
    public void settled() {
        if (!socket) {
            lookForSocket();
        }
        if (!headBegan || socket) {
            decide();
        }
    }

    private void lookForSocket() {
        for (Viewer candidate : candidates) {
            if (ownsSocket.test(candidate)) {
                // Nothing is shown of what another asked on this connection before.
                decide();
                socket = true;
                viewer = candidate;
                whose = Whose.THE_VIEWERS;
            }
        }
    }

    private void decide() {
        if (whose == Whose.ANOTHERS) {
            int kept = keptBack.size();
            for (int i = 0; i < kept; i++) {
                keptBack.add(withoutContent(keptBack.remove()));
            }
        }
        Viewer known = viewer;
        if (known != null && whose != Whose.UNKNOWN) {
            while (!keptBack.isEmpty()) {
                screens.show(known.userId(), keptBack.remove());
            }
        }
    }

    private static LabEvent withoutContent(LabEvent event) {
        return event instanceof LabEvent.Passed passed ? passed.withoutContent() : event;
    }

    /// What was never known to be anybody's is forgotten; that it ended is said.
    @Override
    public void ended() {
        if (whose == Whose.UNKNOWN) {
            whose = Whose.ANOTHERS;
        }
        decide();
        keptBack.clear();
    }
}
