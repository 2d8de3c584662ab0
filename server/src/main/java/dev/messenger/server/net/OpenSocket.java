package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.delivery.Conversation;
import dev.messenger.server.delivery.Peer;
import dev.messenger.server.usecase.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open WebSocket: whose it is, and the way to its peer.
///
/// The methods of [Peer] are safe on any thread. All others run on the channel's event loop, called
/// by [FrameHandler], [Lane] and [Heartbeat].
final class OpenSocket implements Peer {

    /// Bytes that may wait for a peer who reads too slowly.
    static final long LARGEST_BACKLOG = 1 << 20;

    private static final int PINGS_THE_DEAD_MISS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(OpenSocket.class);

    private final Channel channel;
    private final Caller caller;
    private final long signInBegan;
    private final Lane lane;
    private final Conversation conversation;
    private final ClosingHandshake closing;
    private boolean heard = true;
    private int missed;

    /// @param signInBegan when the credentials were sent, by [System#nanoTime]: they were right then
    OpenSocket(
            Channel channel,
            Caller caller,
            long signInBegan,
            Lane lane,
            Conversation.Behind behind) {
        this.channel = channel;
        this.caller = caller;
        this.signInBegan = signInBegan;
        this.lane = lane;
        this.conversation = new Conversation(caller, this, behind);
        this.closing = new ClosingHandshake(channel, conversation);
    }

    Caller caller() {
        return caller;
    }

    long signInBegan() {
        return signInBegan;
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    Lane lane() {
        return lane;
    }

    ClosingHandshake closing() {
        return closing;
    }

    CompletableFuture<Void> whenGone() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        channel.closeFuture().addListener(_ -> gone.complete(null));
        return gone;
    }

    @Override
    public void send(ServerFrame frame) {
        if (channel.isActive()) {
            Lane.Batch batch = new Lane.Batch();
            batch.add(TextFrame.encode(frame), this, null);
            lane.send(batch);
        }
    }

    /// Takes effect at once where the event loop calls it, as it does while it hands over a message;
    /// so no [#resumeReading], which is always a task of its own, overtakes it.
    @Override
    public void pauseReading() {
        if (eventLoop().inEventLoop()) {
            pause();
        } else {
            lane.run(this::pause);
        }
    }

    @Override
    public void resumeReading() {
        lane.run(() -> channel.config().setAutoRead(true));
    }

    @Override
    public void close(CloseCode why) {
        lane.run(() -> closing.begin(why));
    }

    private void pause() {
        if (!closing.begun()) {
            channel.config().setAutoRead(false);
        }
    }

    void received(String text) {
        conversation.receive(text);
    }

    /// Queues an encoded frame, of which it takes over one reference; the lane will flush it.
    void write(ByteBuf frame, @Nullable Reach reach) {
        if (closing.begun() || tooMuchWaitsFor(frame)) {
            frame.release();
            if (reach != null) {
                reach.failed();
            }
            return;
        }
        if (reach == null) {
            channel.write(frame, channel.voidPromise());
        } else {
            channel.write(frame).addListener(reach);
        }
        lane.touch(this);
    }

    void writeControl(WebSocketFrame frame) {
        channel.write(frame);
        lane.touch(this);
    }

    void flush() {
        channel.flush();
    }

    /// Closes a socket whose peer reads too slowly. A frame that nothing waits before is taken however
    /// long it is: the list of all chats may be.
    private boolean tooMuchWaitsFor(ByteBuf frame) {
        if (waiting() + frame.readableBytes() <= LARGEST_BACKLOG) {
            return false;
        }
        // What waits may wait for nothing but the flush that ends a batch.
        channel.flush();
        long still = waiting();
        if (still == 0 || still + frame.readableBytes() <= LARGEST_BACKLOG) {
            return false;
        }
        LOG.debug("event=socket_slow {} waiting={}", this, still);
        closing.begin(CloseCode.TRY_AGAIN_LATER);
        return true;
    }

    private long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /// The peer sent something, so it lives.
    void heard() {
        heard = true;
    }

    /// Pings the peer, or closes the connection if it was silent for two pings.
    ///
    /// @return whether there is to be another beat
    boolean beat() {
        // Whom we do not read from cannot show that they live.
        boolean alive = heard || !channel.config().isAutoRead();
        heard = false;
        missed = alive ? 0 : missed + 1;
        if (missed == PINGS_THE_DEAD_MISS) {
            LOG.debug("event=socket_silent {}", this);
            channel.close();
        }
        if (!channel.isActive()) {
            return false;
        }
        if (!closing.begun()) {
            writeControl(new PingWebSocketFrame());
        }
        return true;
    }

    @Override
    public String toString() {
        return "channel=" + channel.id().asShortText();
    }
}
