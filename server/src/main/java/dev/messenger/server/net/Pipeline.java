package dev.messenger.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.util.Optional;

/// What a connection passes through, from its bytes to [HttpHandler]. On its event loop.
final class Pipeline extends ChannelInitializer<Channel> {

    private static final String TLS = "tls";
    private static final String CODEC = "codec";
    private static final String FILES = "files";
    private static final String HTTP = "http";

    private final Connections connections;
    private final Optional<Tls> tls;
    private final HttpHandler.Service service;
    private final Newcomers newcomers;
    private final NoRoom noRoom = new NoRoom();

    /// @param tls empty for a port that speaks cleartext
    /// @param newcomers is told of each connection
    Pipeline(
            Connections connections,
            Optional<Tls> tls,
            HttpHandler.Service service,
            Newcomers newcomers) {
        this.connections = connections;
        this.tls = tls;
        this.service = service;
        this.newcomers = newcomers;
    }

    Pipeline(Connections connections, Optional<Tls> tls, HttpHandler.Service service) {
        this(connections, tls, service, Newcomers.UNSEEN);
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!connections.admit(channel)) {
            noRoom.turnAway(channel, tls.isPresent());
            return;
        }
        if (service.clients().beginsWithHeader(channel.remoteAddress())) {
            ProxyHeader.await(channel, service.limits().head(), () -> serveSource(channel));
        } else {
            serve(channel);
        }
    }

    /// Serves a connection whose source is known only now.
    private void serveSource(Channel channel) {
        if (connections.admitSource(channel)) {
            serve(channel);
        } else {
            noRoom.turnAway(channel, tls.isPresent());
        }
    }

    private void serve(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(secured -> pipeline.addLast(TLS, counted(secured.handler(channel.alloc()))));
        pipeline.addLast(CODEC, new HttpCodec());
        pipeline.addLast(HTTP, new HttpHandler(channel, service, tls.isPresent()));
        newcomers.arrived(channel);
    }

    private SslHandler counted(SslHandler handler) {
        handler.handshakeFuture().addListener(done -> connections.handshaken(done.isSuccess()));
        return handler;
    }

    /// Has a connection send chunk by chunk from here on what is too large to send at once; most never
    /// do, and are spared what each answer costs on its way through.
    static void sendChunks(ChannelPipeline pipeline) {
        if (pipeline.get(FILES) == null) {
            pipeline.addBefore(HTTP, FILES, new ChunkedWriteHandler());
        }
    }

    /// Removes what serves HTTP alone; [HttpCodec] goes last, once there is another to take over what
    /// it has read.
    static void leaveHttp(ChannelPipeline pipeline) {
        for (String name : new String[] {HTTP, FILES}) {
            if (pipeline.get(name) != null) {
                pipeline.remove(name);
            }
        }
    }
}
