package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The end of a connection whose client may still be sending: says that no more will come, and throws
/// away what does, until the client closes or the time is over.
///
/// Closing at once would reset the connection, and the client lose the answer it has not read yet
/// (RFC 9112 9.6). Sits before TLS, so that nothing is decrypted in vain. On the event loop.
final class Linger extends ChannelInboundHandlerAdapter {

    /// A client that sends this much after its answer is not going to read it.
    private static final long MOST = 1024L * 1024 * 1024;

    private long thrownAway;

    private Linger() {}

    static void start(Channel channel, Duration time) {
        if (!(channel instanceof DuplexChannel duplex)) {
            channel.close();
            return;
        }
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        channel.pipeline().addFirst("linger", new Linger());
        if (tls == null) {
            duplex.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> duplex.shutdownOutput());
        }
        var end =
                channel.eventLoop()
                        .schedule(() -> channel.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> end.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            thrownAway += bytes.readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (thrownAway > MOST) {
            ctx.close();
        }
    }

    /// Nobody behind this is to count what comes, or how slowly.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {}
}
