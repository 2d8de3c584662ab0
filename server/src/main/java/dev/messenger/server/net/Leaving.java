package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.server.delivery.Conversation;
import java.time.Duration;

/// How one socket leaves a server that stops: all goes on for a while, of which a peer of Part 2 is
/// told, then the socket closes, once what it has sent is answered. On the socket's event loop.
final class Leaving {

    /// How long the messages it has sent may take to be answered.
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    /// How long a socket takes at most to be gone once its time to leave has come.
    static final Duration LONGEST = LAST_ANSWERS.plus(ClosingHandshake.PATIENCE);

    /// What a `goaway` gives as its reason.
    private static final String RESTART = "restart";

    private final OpenSocket socket;
    private final Conversation conversation;
    private final ClosingHandshake closing;
    private boolean begun;

    Leaving(OpenSocket socket, Conversation conversation, ClosingHandshake closing) {
        this.socket = socket;
        this.conversation = conversation;
        this.closing = closing;
    }

    /// A second time does nothing.
    void begin(Duration delay) {
        if (begun) {
            return;
        }
        begun = true;
        if (socket.feed() != null) {
            socket.write(new Event.GoAway(RESTART, delay.toMillis()));
        }
        socket.after(delay, this::leave);
    }

    private void leave() {
        conversation.end(CloseCode.SERVICE_RESTART);
        socket.after(LAST_ANSWERS, () -> closing.begin(CloseCode.SERVICE_RESTART));
    }
}
