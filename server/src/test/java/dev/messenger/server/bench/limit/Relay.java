package dev.messenger.server.bench.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Acknowledges a message at once, and hands it on to the three other sockets of its conversation, which
/// are those that were opened about when its own was. Nobody is asked who they are, nothing is looked up,
/// and nothing is kept.
///
/// Each answer is encoded once, and for all that was read at once there is one task for each event loop.
public final class Relay extends SocketLimit {

    private static final int SOCKETS = 4;

    private static final int TYPE = "{\"type\":\"".length();
    private static final int REST = "{\"type\":\"new_message\",".length();
    private static final int REF = "{\"type\":\"new_message\",\"ref\":\"".length();
    private static final int REF_LENGTH = 16;

    private static final byte[] ACK = "{\"type\":\"ack\",\"ref\":\"".getBytes(US_ASCII);
    private static final byte[] ACK_END = "\"}".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};
    private static final byte[] MESSAGE = "{\"type\":\"new_message\",\"seq\":1,".getBytes(US_ASCII);

    /// The conversation that is not complete yet; guarded by the class.
    private static List<Channel> incomplete = new CopyOnWriteArrayList<>();

    private List<Channel> conversation = List.of();
    private final Map<EventLoop, List<Send>> sends = new HashMap<>();

    private record Send(Channel receiver, ByteBuf frame) {}

    private Relay() {}

    /// @param arguments a certificate and its key, in PEM
    public static void main(String[] arguments) throws InterruptedException {
        serve(arguments, Relay::new);
    }

    @Override
    void opened(Channel channel) {
        conversation = join(channel);
    }

    /// @return the sockets of the conversation, which the last of them completes
    private static synchronized List<Channel> join(Channel channel) {
        List<Channel> joined = incomplete;
        joined.add(channel);
        if (joined.size() == SOCKETS) {
            incomplete = new CopyOnWriteArrayList<>();
        }
        return joined;
    }

    @Override
    void text(ChannelHandlerContext ctx, ByteBuf text) {
        if (text.getByte(text.readerIndex() + TYPE) != 'n') {
            return; // what somebody has received
        }
        ByteBuf ref = text.slice(text.readerIndex() + REF, REF_LENGTH);
        send(ctx.channel(), frame(joined(ACK, ref, ACK_END)));
        ByteBuf rest = text.slice(text.readerIndex() + REST, text.readableBytes() - REST);
        ByteBuf message = frame(joined(MESSAGE, rest, NOTHING));
        for (Channel receiver : conversation) {
            if (!receiver.equals(ctx.channel())) {
                send(receiver, message.retainedDuplicate());
            }
        }
        message.release();
    }

    private static ByteBuf joined(byte[] begin, ByteBuf middle, byte[] end) {
        return Unpooled.buffer(begin.length + middle.readableBytes() + end.length)
                .writeBytes(begin)
                .writeBytes(middle)
                .writeBytes(end);
    }

    private void send(Channel receiver, ByteBuf frame) {
        sends.computeIfAbsent(receiver.eventLoop(), _ -> new ArrayList<>())
                .add(new Send(receiver, frame));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        sends.forEach((loop, batch) -> loop.execute(() -> send(batch)));
        sends.clear();
    }

    private static void send(List<Send> batch) {
        for (Send send : batch) {
            send.receiver().write(send.frame(), send.receiver().voidPromise());
        }
        for (Send send : batch) {
            send.receiver().flush();
        }
    }
}
