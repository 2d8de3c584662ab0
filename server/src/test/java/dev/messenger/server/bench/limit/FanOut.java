package dev.messenger.server.bench.limit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Sends what one socket says to all others: a frame encoded once, one task for each event loop and for
/// all that was read at once, one flush for each receiver.
public final class FanOut extends SocketLimit {

    /// Each list is its loop's own.
    private static final Map<EventLoop, List<Channel>> RECEIVERS = new ConcurrentHashMap<>();

    private List<ByteBuf> frames = new ArrayList<>();

    private FanOut() {}

    /// @param arguments a certificate and its key, in PEM
    public static void main(String[] arguments) throws InterruptedException {
        serve(arguments, FanOut::new);
    }

    @Override
    void opened(Channel channel) {
        RECEIVERS.computeIfAbsent(channel.eventLoop(), _ -> new ArrayList<>()).add(channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        RECEIVERS.getOrDefault(ctx.channel().eventLoop(), new ArrayList<>()).remove(ctx.channel());
    }

    @Override
    void text(ChannelHandlerContext ctx, ByteBuf text) {
        frames.add(frame(text));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!frames.isEmpty()) {
            List<ByteBuf> batch = frames;
            frames = new ArrayList<>();
            RECEIVERS.forEach(
                    (loop, receivers) -> {
                        batch.forEach(ByteBuf::retain);
                        loop.execute(() -> send(batch, receivers, ctx.channel()));
                    });
            batch.forEach(ByteBuf::release);
        }
    }

    private static void send(List<ByteBuf> batch, List<Channel> receivers, Channel speaker) {
        for (Channel receiver : receivers) {
            if (!receiver.equals(speaker)) {
                for (ByteBuf frame : batch) {
                    receiver.write(frame.retainedDuplicate(), receiver.voidPromise());
                }
                receiver.flush();
            }
        }
        batch.forEach(ByteBuf::release);
    }
}
