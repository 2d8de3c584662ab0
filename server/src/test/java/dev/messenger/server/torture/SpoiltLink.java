package dev.messenger.server.torture;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;

/// A link on which something goes wrong now and then, for a control: as if the server had done it.
final class SpoiltLink implements Link {

    private static final int ONE_IN = 40;

    /// What goes wrong.
    enum Spoil {
        /// Two frames of a chat change places.
        SWAP,
        /// A frame that tells of a message is left out.
        DROP,
        /// An ack is left out.
        SILENCE
    }

    private static final Set<String> TOLD =
            Set.of("new_message", "updated_message", "delete_message");

    private final Link link;
    private final Spoil spoil;
    private final Random random;
    private final Deque<String> delayed = new ArrayDeque<>();

    /// @param random shared by all links of a run
    SpoiltLink(Link link, Spoil spoil, Random random) {
        this.link = link;
        this.spoil = spoil;
        this.random = random;
    }

    @Override
    public String receive() throws IOException {
        if (!delayed.isEmpty()) {
            return delayed.remove();
        }
        String text = link.receive();
        if (random.nextInt(ONE_IN) != 0) {
            return text;
        }
        Frame frame = Frame.read(text);
        return switch (spoil) {
            case SWAP -> TOLD.contains(frame.type()) ? swapped(text, frame) : text;
            case DROP -> TOLD.contains(frame.type()) ? receive() : text;
            case SILENCE -> frame.type().equals("ack") ? receive() : text;
        };
    }

    /// Only within a chat does the order mean anything.
    private String swapped(String text, Frame frame) throws IOException {
        String next = link.receive();
        Frame after = Frame.read(next);
        if (TOLD.contains(after.type()) && after.number("chat_id") == frame.number("chat_id")) {
            delayed.add(text);
            return next;
        }
        delayed.add(next);
        return text;
    }

    @Override
    public void send(String text) throws IOException {
        link.send(text);
    }

    @Override
    public void cut() {
        link.cut();
    }

    @Override
    public void close() {
        link.close();
    }
}
