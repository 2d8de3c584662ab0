package dev.messenger.server.usecase;

import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Append;
import java.util.List;

/// What a frame leads to, as data: the use case decides, delivery carries out.
public sealed interface Outcome {

    /// An answer to the asking socket alone.
    record Answer(ServerFrame frame) implements Outcome {}

    /// Frames for every socket of some users, about something that takes no `seq`.
    record Deliver(List<Long> userIds, List<ServerFrame> frames) implements Outcome {}

    /// A change for the chat's writer, which publishes it once it is committed.
    record Write(Append append) implements Outcome {}
}
