package dev.messenger.server.bench.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/// Answers every text frame with the same one, which was encoded when the program began.
public final class Echo extends SocketLimit {

    private final ByteBuf answer;

    private Echo(ByteBuf answer) {
        this.answer = answer;
    }

    /// @param arguments a certificate and its key, in PEM, and what the answer says
    public static void main(String[] arguments) throws InterruptedException {
        ByteBuf answer = frame(Unpooled.copiedBuffer(arguments[2], StandardCharsets.UTF_8));
        serve(arguments, () -> new Echo(answer));
    }

    @Override
    void text(ChannelHandlerContext ctx, ByteBuf text) {
        ctx.write(answer.retainedDuplicate(), ctx.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }
}
