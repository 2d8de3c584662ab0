package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabApi;
import dev.messenger.server.net.lab.Neighbours.Neighbour;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// How a connection looks now. Drawn on its event loop.
///
/// @param speaks what is spoken on it
/// @param neighbour of this machine, if it is one
/// @param thisCall the id of the connection on which is asked
record Portrait(Channel channel, String speaks, Optional<Neighbour> neighbour, String thisCall) {

    static final String HTTP = "http/1.1";

    LabApi.Connection draw() {
        String id = channel.id().asShortText();
        return new LabApi.Connection(
                id,
                speaks.equals(HTTP) ? "http" : "websocket",
                speaks,
                text(channel.remoteAddress()),
                neighbour.map(Neighbour::openedAt),
                Thread.currentThread().getName(),
                tls(),
                channel.config().isAutoRead(),
                channel.isWritable(),
                waiting(),
                id.equals(thisCall),
                neighbour.map(Neighbour::feed).orElse(false),
                handlersOf(channel.pipeline()),
                Optional.ofNullable(Probes.of(channel)).map(Portrait::stateOf),
                Faults.on(channel));
    }

    static List<LabApi.Handler> handlersOf(ChannelPipeline pipeline) {
        List<LabApi.Handler> handlers = new ArrayList<>();
        for (Map.Entry<String, ChannelHandler> entry : pipeline) {
            ChannelHandler handler = entry.getValue();
            boolean ours = Sources.areOurs(handler.getClass());
            handlers.add(
                    new LabApi.Handler(
                            entry.getKey(),
                            handler.getClass().getName(),
                            handler instanceof LabHandler ? "lab" : ours ? "ours" : "netty",
                            handler instanceof ChannelInboundHandler,
                            handler instanceof ChannelOutboundHandler,
                            ours ? Sources.linesOf(handler.getClass()) : Optional.empty()));
        }
        return handlers;
    }

    private static LabApi.ProbeState stateOf(Probes probes) {
        Recorder recorder = probes.recorder();
        return new LabApi.ProbeState(
                recorder.hex(),
                recorder.kinds().stream().sorted().toList(),
                probes.hold().map(Hold::handler),
                probes.hold().map(Hold::size).orElse(0));
    }

    private Optional<LabApi.TlsSession> tls() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        SSLSession session = tls.engine().getSession();
        return Optional.of(new LabApi.TlsSession(session.getProtocol(), session.getCipherSuite()));
    }

    private long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
                : address.toString();
    }
}
