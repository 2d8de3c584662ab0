package dev.messenger.server.dispatch;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.Outcome;

/// The switch over WebSocket frames: an arm each, and no arm does more than delegate.
public final class Frames {

    private final Messaging messaging;
    private final DirectChats chats;

    public Frames(Messaging messaging, DirectChats chats) {
        this.messaging = messaging;
        this.chats = chats;
    }

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
}
