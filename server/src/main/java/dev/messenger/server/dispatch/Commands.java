package dev.messenger.server.dispatch;

import dev.messenger.protocol.Command;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.Outcome;

/// The switch over the frames of Part 2: an arm each, and no arm does more than delegate.
public final class Commands {

    private final Messaging messaging;
    private final DirectChats chats;

    public Commands(Messaging messaging, DirectChats chats) {
        this.messaging = messaging;
        this.chats = chats;
    }

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
