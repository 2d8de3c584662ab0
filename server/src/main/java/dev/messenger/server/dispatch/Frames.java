package dev.messenger.server.dispatch;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.server.delivery.Commands;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.Outcome;
import java.util.Optional;

/// The switches over WebSocket frames, one for each part: an arm each, and no arm does more than
/// delegate.
public final class Frames implements Commands {

    private final Messaging messaging;
    private final DirectChats chats;

    public Frames(Messaging messaging, DirectChats chats) {
        this.messaging = messaging;
        this.chats = chats;
    }

    /// A frame of Part 1.
    public Outcome handle(Caller me, ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.NewMessage asked -> messaging.send(me, asked);
            case ClientFrame.UpdateMessage asked -> messaging.edit(me, asked);
            case ClientFrame.ArchiveMessage asked -> messaging.archive(me, asked);
            case ClientFrame.IsReadedMessage asked -> messaging.read(me, asked);
            case ClientFrame.GetChats asked -> chats.list(me, asked);
            case ClientFrame.UpdateChat asked -> chats.update(me, asked);
            case ClientFrame.ArchiveChat asked -> chats.archive(me, asked);
        };
    }

    /// A frame of Part 2 for which nothing needs to be looked up.
    @Override
    public Optional<Outcome> promptly(Caller me, Command command) {
        return switch (command) {
            case Command.NewMessage asked -> messaging.sendPromptly(me, asked);
            case Command.Received asked -> Optional.of(messaging.received(me, asked));
            case Command.Read asked -> messaging.readPromptly(me, asked);
            default -> Optional.empty();
        };
    }

    /// A frame of Part 2.
    @Override
    public Outcome handle(Caller me, Command command) {
        return switch (command) {
            case Command.NewMessage asked -> messaging.send(me, asked);
            case Command.UpdateMessage asked -> messaging.edit(me, asked);
            case Command.ArchiveMessage asked -> messaging.archive(me, asked);
            case Command.ArchiveChat asked -> chats.archive(me, asked);
            case Command.Received asked -> messaging.received(me, asked);
            case Command.Read asked -> messaging.read(me, asked);
            case Command.Hello _, Command.Sync _ ->
                    throw new IllegalArgumentException("the conversation's own: " + command);
        };
    }
}
