package dev.messenger.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a trusted proxy says before all else: whose connection it passes on (PROXY protocol, versions 1
/// and 2). On the event loop.
///
/// ```
/// start --> header in time --> [#source] is known --> the rest of the pipeline begins
///   +------ late, too long, or none --> closed
/// ```
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

    private static final AttributeKey<InetSocketAddress> SOURCE =
            AttributeKey.valueOf(ProxyHeader.class, "source");

    /// Of what version 2 may say beyond the addresses, in bytes; nothing of it is used here.
    private static final int LONGEST_EXTENSIONS = 1_024;

    private final Deadline deadline;
    private final Runnable begin;

    private ProxyHeader(Channel channel, Duration patience, Runnable begin) {
        this.deadline = new Deadline(channel.eventLoop());
        this.begin = begin;
        deadline.set(patience, channel::close);
    }

    /// Waits for the header of a new connection, whose pipeline is empty still.
    ///
    /// @param patience for all of it
    /// @param begin adds what the bytes behind the header are for
    static void await(Channel channel, Duration patience, Runnable begin) {
        channel.pipeline()
                .addLast(new HAProxyMessageDecoder(LONGEST_EXTENSIONS))
                .addLast(new ProxyHeader(channel, patience, begin));
    }

    /// Where a connection comes from: the address that its header gave, or else the peer's.
    static SocketAddress source(Channel channel) {
        InetSocketAddress source = channel.attr(SOURCE).get();
        return source == null ? channel.remoteAddress() : source;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            note(ctx.channel(), header);
        } finally {
            header.release();
        }
        begin.run();
        // To what has just begun: the connection was there before it.
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    /// A proxy's own connections (`LOCAL`), and those of which it knows no address, are its own.
    private static void note(Channel channel, HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        boolean tcp =
                protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
        if (tcp && header.command() == HAProxyCommand.PROXY) {
            channel.attr(SOURCE)
                    .set(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral(header.sourceAddress()),
                                    header.sourcePort()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event.equals(HttpHandler.STOP)) {
            ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.cancel();
    }

    /// It is told to be a proxy, so this is worth a line.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.warn(
                "event=proxy_header_refused channel={} peer={} cause=\"{}\"",
                ctx.channel().id().asShortText(),
                ctx.channel().remoteAddress(),
                cause.toString());
        ctx.close();
    }
}
