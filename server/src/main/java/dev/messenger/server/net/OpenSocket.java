package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.Conversation;
import dev.messenger.server.delivery.Feed;
import dev.messenger.server.delivery.LegacyConversation;
import dev.messenger.server.delivery.Line;
import dev.messenger.server.delivery.Marks;
import dev.messenger.server.delivery.ResumableConversation;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.usecase.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open WebSocket, of either part: whose it is, and the way to its peer.
///
/// [Line] says which methods are safe on any thread. All others run on the channel's event loop, called
/// by [FrameHandler], [Lane] and [Heartbeat].
///
/// A peer that reads too slowly is told apart by its part: of a legacy one up to [Backlog#LARGEST]
/// bytes wait, then it is closed; for one of Part 2 nothing waits beyond what the channel calls
/// writable, and its [Feed] leaves to the log what does not fit.
final class OpenSocket implements Line {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSocket.class);

    private final Channel channel;
    private final OpenSockets sockets;
    private final Lane lane;
    private final Backstage backstage;
    private final Conversation conversation;
    private final ClosingHandshake closing;
    private final Leaving leaving;
    private final Backlog backlog;
    private final Pulse pulse = new Pulse();

    /// Of a socket of Part 2.
    private final @Nullable ResumableConversation resumable;

    private @Nullable SignIn signIn;

    /// Why nothing is read.
    private boolean inboxFull;

    private boolean stalled;

    private int beatsAt;

    /// Whether its lane will flush it.
    private boolean touched;

    private OpenSocket(
            Channel channel,
            OpenSockets sockets,
            Optional<SignIn> upgrade,
            boolean isResumable,
            Backstage backstage) {
        this.channel = channel;
        this.sockets = sockets;
        this.backstage = backstage;
        this.backlog = new Backlog(channel);
        this.lane = sockets.laneOf(channel.eventLoop());
        if (isResumable) {
            this.resumable = new ResumableConversation(upgrade, this, backstage);
            this.conversation = resumable;
        } else {
            this.resumable = null;
            this.signIn = upgrade.orElseThrow();
            this.conversation = new LegacyConversation(signIn.caller(), this, backstage);
        }
        this.closing = new ClosingHandshake(channel, conversation, sockets.meter()::closing);
        this.leaving = new Leaving(this, conversation, closing);
    }

    /// One that speaks Part 1.
    static OpenSocket legacy(
            Channel channel, OpenSockets sockets, SignIn signIn, Backstage backstage) {
        return new OpenSocket(channel, sockets, Optional.of(signIn), false, backstage);
    }

    /// One that speaks Part 2, and says who it is in its `hello` if the upgrade did not.
    static OpenSocket resumable(
            Channel channel, OpenSockets sockets, Optional<SignIn> upgrade, Backstage backstage) {
        return new OpenSocket(channel, sockets, upgrade, true, backstage);
    }

    /// The handlers are in place: what the peer sends may come.
    void opened() {
        sockets.add(this);
        if (resumable == null) {
            sockets.signedIn(this);
        } else {
            resumable.open();
        }
    }

    /// Whether it speaks Part 2.
    boolean isResumable() {
        return resumable != null;
    }

    /// Whose it is; null until a `hello` says so. Never changes then.
    @Nullable SignIn signIn() {
        return signIn;
    }

    /// Of a socket of Part 2.
    @Nullable Feed feed() {
        return resumable == null ? null : resumable.feed();
    }

    /// Where to note what a legacy peer has received.
    Marks marks() {
        return backstage.receipts();
    }

    SocketChannel asChannel() {
        return new SocketChannel(channel, resumable != null);
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
    public void send(Frame frame) {
        if (channel.isActive()) {
            Lane.Batch batch = new Lane.Batch();
            batch.add(TextFrame.encode(frame), Receivers.of(this), null);
            lane.send(batch);
        }
    }

    @Override
    public void signIn(Caller caller, long began) {
        runAtOnce(
                () -> {
                    // Who is gone already was taken off the list before it could be put on it.
                    if (channel.isActive()) {
                        signIn = new SignIn(caller, began);
                        sockets.signedIn(this);
                    }
                });
    }

    @Override
    public void run(Runnable task) {
        lane.run(task);
    }

    @Override
    public void runAtOnce(Runnable task) {
        if (eventLoop().inEventLoop()) {
            task.run();
        } else {
            lane.run(task);
        }
    }

    @Override
    public void after(Duration delay, Runnable task) {
        lane.after(
                delay,
                () -> {
                    if (channel.isActive()) {
                        task.run();
                    }
                });
    }

    /// Takes effect at once where the event loop calls it, as it does while it hands over a message;
    /// so no [#resumeReading], which is always a task of its own, overtakes it.
    @Override
    public void pauseReading() {
        runAtOnce(
                () -> {
                    inboxFull = true;
                    readIfReady();
                });
    }

    @Override
    public void resumeReading() {
        lane.run(
                () -> {
                    inboxFull = false;
                    readIfReady();
                });
    }

    @Override
    public void close(CloseCode why) {
        lane.run(() -> closing.begin(why));
    }

    /// The server stops. Safe on any thread; a second time does nothing.
    ///
    /// @param delay for which all goes on
    void leaveAfter(Duration delay) {
        lane.run(() -> leaving.begin(delay));
    }

    /// A socket that closes reads on, or it could not hear the peer's answer.
    private void readIfReady() {
        channel.config().setAutoRead(closing.begun() || !(inboxFull || stalled));
    }

    void received(String text) {
        conversation.receive(text);
    }

    /// More waits for the peer, or less, than the channel calls writable. From a peer of Part 2 that
    /// does not read nothing is read either, so that few answers come to wait.
    void writabilityChanged() {
        if (resumable == null || closing.begun()) {
            return;
        }
        noteStalled(!channel.isWritable());
        readIfReady();
        if (stalled) {
            resumable.feed().stalled();
        } else {
            resumable.feed().drained();
        }
    }

    /// Has it counted; the same may be said twice.
    void noteStalled(boolean now) {
        if (now != stalled) {
            stalled = now;
            sockets.meter().stalled(now);
        }
    }

    @Override
    public boolean isWritable() {
        return backlog.isShort();
    }

    @Override
    public void write(Frame frame) {
        write(TextFrame.encode(frame), null);
    }

    /// Queues an encoded frame, of which it takes over one reference; the lane will flush it.
    void write(ByteBuf frame, @Nullable Reached reached) {
        if (closing.begun() || (resumable == null && tooMuchWaitsFor(frame))) {
            frame.release();
            return;
        }
        backlog.add(frame.readableBytes());
        sockets.meter().sent();
        if (reached == null) {
            channel.write(frame, channel.voidPromise());
        } else {
            channel.write(frame).addListener(reached);
        }
        touch();
    }

    /// Queues one number of a chat's log, if it is this socket's next; others may get the same frame.
    void writeNumbered(ByteBuf frame, long chatId, long seq) {
        Feed feed = feed();
        if (feed != null && !closing.begun() && feed.takes(chatId, seq)) {
            write(frame.retainedDuplicate(), null);
        }
    }

    void writeAck(Event.Ack ack) {
        Feed feed = feed();
        if (feed != null) {
            write(feed.takesAck(ack.chatId(), ack.seq()) ? ack : ack.asDup());
        }
    }

    void offer(Frame frame) {
        Feed feed = feed();
        if (feed != null) {
            feed.offer(frame);
        }
    }

    void writeControl(WebSocketFrame frame) {
        channel.write(frame);
        touch();
    }

    /// What was written is to be flushed.
    private void touch() {
        if (!touched) {
            touched = true;
            lane.touch(this);
        }
    }

    void flush() {
        touched = false;
        backlog.flush();
    }

    /// Closes a socket whose peer reads too slowly.
    private boolean tooMuchWaitsFor(ByteBuf frame) {
        if (backlog.hasRoomFor(frame)) {
            return false;
        }
        LOG.debug("event=socket_slow {} waiting={}", this, backlog.waiting());
        closing.begin(CloseCode.TRY_AGAIN_LATER);
        return true;
    }

    /// The peer sent something, so it lives.
    void heard() {
        pulse.heard();
    }

    /// Pings the peer, or closes the connection if it was silent for two pings.
    void beat() {
        if (pulse.isLostAfterBeat(channel.config().isAutoRead())) {
            LOG.debug("event=socket_silent {}", this);
            channel.close();
        }
        if (channel.isActive() && !closing.begun()) {
            writeControl(new PingWebSocketFrame());
        }
    }

    /// Where the [Heartbeat] has it.
    int beatsAt() {
        return beatsAt;
    }

    void beatsAt(int place) {
        beatsAt = place;
    }

    @Override
    public String toString() {
        return "channel=" + channel.id().asShortText();
    }
}
