package dev.messenger.server.net;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.delivery.Arrivals;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.FrameMeter;
import dev.messenger.server.delivery.Marks;
import dev.messenger.server.delivery.Reception;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.usecase.Bearers;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.Watermark;
import dev.messenger.storage.memory.MemoryStorage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/// A socket as the upgrade leaves it, whose conversation runs on the spot and notes the content of
/// each `update_message`.
final class TestSocket {

    final SlowChannel channel;
    final OpenSocket socket;
    final Queue<String> received = new ConcurrentLinkedQueue<>();

    /// What it was noted to have received.
    final Queue<Watermark> marks = new ConcurrentLinkedQueue<>();

    TestSocket(OpenSockets sockets, long userId) {
        this(sockets, new Caller(userId, Optional.empty()), Runnable::run);
    }

    TestSocket(OpenSockets sockets, long userId, UUID session) {
        this(sockets, new Caller(userId, Optional.of(session)), Runnable::run);
    }

    TestSocket(OpenSockets sockets, Caller caller, Executor workers) {
        this(sockets, caller, System.nanoTime(), workers);
    }

    TestSocket(OpenSockets sockets, Caller caller, long signInBegan, Executor workers) {
        channel = new SlowChannel();
        channel.freezeTime();
        socket =
                open(
                        channel,
                        sockets,
                        caller,
                        signInBegan,
                        backstage(sockets, received, marks::addAll, workers));
    }

    static OpenSocket open(
            Channel channel, OpenSockets sockets, Caller caller, Backstage backstage) {
        return open(channel, sockets, caller, System.nanoTime(), backstage);
    }

    static OpenSocket open(
            Channel channel,
            OpenSockets sockets,
            Caller caller,
            long signInBegan,
            Backstage backstage) {
        OpenSocket socket =
                OpenSocket.legacy(channel, sockets, new SignIn(caller, signInBegan), backstage);
        WebSocketUpgrade.frames(sockets, socket).forEach(channel.pipeline()::addLast);
        return socket;
    }

    static Backstage backstage(OpenSockets sockets, Queue<String> received, Executor workers) {
        return backstage(sockets, received, _ -> {}, workers);
    }

    static Backstage backstage(
            OpenSockets sockets, Queue<String> received, Marks marks, Executor workers) {
        MemoryStorage storage = new MemoryStorage();
        Arrivals arrivals = new Arrivals(workers);
        Resumption resumption =
                new Resumption(storage, Duration.ZERO, FrontDoor.LIMITS, InstantSource.system());
        return new Backstage(
                (caller, frame) -> {
                    if (frame instanceof ClientFrame.UpdateMessage update) {
                        received.add(update.newContent());
                    }
                    return new Outcome.Answer(new ServerFrame.Chats(List.of()));
                },
                (caller, command) -> {
                    throw new AssertionError("nobody speaks Part 2 here");
                },
                new Reception(new Bearers(storage, InstantSource.system()), resumption, arrivals),
                resumption,
                RateLimit.off(),
                FrameMeter.ofBothParts(),
                (append, answer) -> {
                    throw new AssertionError("nothing is written here");
                },
                sockets,
                marks,
                arrivals,
                workers);
    }

    /// A frame whose handling adds its content to [#received].
    static String message(String content) {
        return "{\"type\":\"update_message\",\"message_id\":1,\"new_content\":\"" + content + "\"}";
    }

    void receives(ByteBuf... frames) {
        for (ByteBuf frame : frames) {
            channel.writeInbound(frame);
        }
    }

    /// What was sent to the peer since the last call.
    List<String> sent() {
        channel.runPendingTasks();
        return Wire.sent(channel);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /// Whose peer may stop reading, so that what is written waits.
    static final class SlowChannel extends EmbeddedChannel {

        boolean stuck;

        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
            if (!stuck) {
                super.doWrite(waiting);
            }
        }

        long waiting() {
            ChannelOutboundBuffer buffer = unsafe().outboundBuffer();
            return buffer == null ? 0 : buffer.totalPendingWriteBytes();
        }
    }
}
