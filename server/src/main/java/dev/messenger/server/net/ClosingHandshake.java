package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import dev.messenger.server.delivery.Conversation;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How one socket ends (RFC 6455 7.1): one close frame from us, never two, then the TCP connection
/// closes, which is the server's to do. Used on the socket's event loop.
///
/// ```
/// open --begin---> sent, reads on ------ peer's close, or 2 s -> closed
///   \---fail-----> sent, reads no more - peer's FIN, or 2 s ---> closed
///    \--answer---> echoed ------------- when written, or 2 s -> closed
/// ```
final class ClosingHandshake {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Channel channel;
    private final Conversation conversation;
    private final Consumer<CloseCode> count;
    private boolean begun;
    private @Nullable ScheduledFuture<?> impatience;

    /// @param count is told of a close that we begin
    ClosingHandshake(Channel channel, Conversation conversation, Consumer<CloseCode> count) {
        this.channel = channel;
        this.conversation = conversation;
        this.count = count;
    }

    /// From here on nothing but a close frame is sent, and nothing but one is understood.
    boolean begun() {
        return begun;
    }

    /// We close first, and wait for the peer's close frame.
    void begin(CloseCode why) {
        if (!begun) {
            send(why);
        }
    }

    /// The peer closed first, or answers our close. What it sent before is still handled.
    ///
    /// @throws Breach if its code is none that may be sent (RFC 6455 7.4)
    void answer(CloseWebSocketFrame peers) {
        if (begun) {
            channel.close();
            return;
        }
        int code = peers.statusCode();
        if (code >= 0 && !maySend(code)) {
            throw new Breach(CloseCode.PROTOCOL_ERROR);
        }
        begin();
        CloseWebSocketFrame echo =
                code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        channel.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    /// The peer broke the protocol: what it still sends is thrown away unread (RFC 6455 7.1.7).
    void fail(CloseCode why) {
        if (begun) {
            channel.close();
            return;
        }
        send(why).addListener(_ -> Linger.start(channel, PATIENCE));
        channel.config().setAutoRead(false);
    }

    /// The connection is gone.
    void ended() {
        begun = true;
        if (impatience != null) {
            impatience.cancel(false);
        }
    }

    private ChannelFuture send(CloseCode why) {
        begin();
        count.accept(why);
        conversation.close();
        // A paused socket could not hear the peer's answer.
        channel.config().setAutoRead(true);
        return channel.writeAndFlush(new CloseWebSocketFrame(why.code(), why.text()));
    }

    private void begin() {
        begun = true;
        impatience =
                channel.eventLoop()
                        .schedule(
                                () -> channel.close(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }
}
