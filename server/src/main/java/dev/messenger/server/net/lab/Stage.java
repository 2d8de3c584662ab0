package dev.messenger.server.net.lab;

import dev.messenger.protocol.Json;
import dev.messenger.server.delivery.ChatWriters;
import dev.messenger.server.delivery.Conversation;
import dev.messenger.server.delivery.Marks;
import dev.messenger.server.net.OpenSockets;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.storage.ChatLog;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.Locale;

/// The parts of a message's way, in their order.
enum Stage {
    SOCKET_READ(Channel.class),
    TLS(SslHandler.class),
    WEBSOCKET(WebSocket13FrameDecoder.class),
    INBOX(Conversation.class),
    JSON(Json.class),
    RULES(Messaging.class),
    QUEUE(ChatWriters.class),
    SQL(ChatLog.class),
    COMMIT(ChatLog.class),
    ENCODE(OpenSockets.class),
    HAND_OVER(OpenSockets.class),
    WRITE(OpenSockets.class),
    ENCRYPT(SslHandler.class),
    FLUSH(Channel.class),
    PEER_WRITE(OpenSockets.class),
    PEER_FLUSH(Channel.class),
    RECEIVED(Marks.class);

    private final String where;

    Stage(Class<?> where) {
        this.where = where.getName();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The class in which it happens.
    String where() {
        return where;
    }
}
