package dev.messenger.server.usecase;

import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Append;
import dev.messenger.storage.Watermark;
import java.util.List;

/// What a frame leads to, as data: the use case decides, delivery carries out.
public sealed interface Outcome {

    /// An answer to the asking socket alone.
    record Answer(Frame frame) implements Outcome {}

    /// Frames for every socket of some users, about something that takes no `seq`.
    ///
    /// @param legacy for sockets of Part 1
    /// @param frames for sockets of Part 2
    record Deliver(List<Long> userIds, List<ServerFrame> legacy, List<Frame> frames)
            implements Outcome {

        /// The same frame for all.
        static Deliver alike(long userId, ServerFrame frame) {
            return new Deliver(List.of(userId), List.of(frame), List.of(frame));
        }

        /// How far a member of a chat of theirs has received and read.
        public static Deliver marked(
                List<Long> members, List<ServerFrame.ReadedMessage> newlyRead, Watermark now) {
            return new Deliver(
                    members,
                    List.copyOf(newlyRead),
                    List.of(
                            new Event.Receipt(
                                    now.chatId(),
                                    now.userId(),
                                    now.deliveredSeq(),
                                    now.readSeq())));
        }
    }

    /// A change for the chat's writer, which publishes it once it is committed.
    record Write(Append append) implements Outcome {}

    /// Marks of how far the caller has received and read.
    record Mark(List<Watermark> marks) implements Outcome {}
}
