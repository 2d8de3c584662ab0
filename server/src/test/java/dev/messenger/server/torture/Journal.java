package dev.messenger.server.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All that one device sent and saw, in that order. Its two threads write; the checker reads at the end.
final class Journal {

    /// Whose device it is, and what it is called in findings.
    ///
    /// @param legacy whether it speaks Part 1, which has no numbers, no resuming and no resending
    record Owner(String device, long userId, boolean legacy) {}

    /// What a line tells of.
    enum What {
        OPENED,
        CLOSED,
        SENT,
        /// What was sent is stored, says the server.
        ACKED,
        /// Something came about a message or a chat.
        SEEN,
        REFUSED,
        /// A request that stayed open for too long on an open connection.
        UNANSWERED,
        /// A number that does not follow the one before.
        HOLE,
        /// A number that is not above the one before.
        FALL,
        /// The server did what the protocol does not allow.
        BREACH
    }

    /// @param nanos since the run began
    /// @param connection which of the device's connections, counted from 1
    /// @param seq [Frame#NONE] where there is none
    /// @param dup whether the answer says that this was stored before
    record Line(
            long nanos,
            int connection,
            What what,
            String type,
            long chatId,
            long seq,
            long messageId,
            Frame.Mark mark,
            boolean dup,
            String note) {

        @Override
        public String toString() {
            return "%,9d ms #%d %s %s chat=%d seq=%d message=%d %s%s%s"
                    .formatted(
                            nanos / 1_000_000,
                            connection,
                            what,
                            type,
                            chatId,
                            seq,
                            messageId,
                            mark.equals(Frame.Mark.NONE) ? "" : mark.id() + " v" + mark.version(),
                            dup ? " dup" : "",
                            note.isEmpty() ? "" : " " + note);
        }
    }

    private final Owner owner;
    private final long began;
    private final List<Line> lines = new ArrayList<>();

    /// @param began by [System#nanoTime()]
    Journal(Owner owner, long began) {
        this.owner = owner;
        this.began = began;
    }

    Owner owner() {
        return owner;
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    void note(int connection, What what, String note) {
        add(connection, what, "", Frame.NONE, Frame.NONE, Frame.NONE, Frame.Mark.NONE, false, note);
    }

    /// Of something that was sent or has come.
    void frame(int connection, What what, Frame frame, Frame.Mark mark, String note) {
        add(
                connection,
                what,
                frame.type(),
                frame.number("chat_id"),
                frame.number("seq"),
                frame.number("message_id"),
                mark,
                frame.flag("dup"),
                note);
    }

    synchronized void add(
            int connection,
            What what,
            String type,
            long chatId,
            long seq,
            long messageId,
            Frame.Mark mark,
            boolean dup,
            String note) {
        lines.add(
                new Line(
                        System.nanoTime() - began,
                        connection,
                        what,
                        type,
                        chatId,
                        seq,
                        messageId,
                        mark,
                        dup,
                        note));
    }

    /// Into a file named for the device.
    void keep(Path directory) throws IOException {
        Files.write(
                directory.resolve(owner.device() + ".log"),
                lines().stream().map(Line::toString).toList());
    }
}
