package dev.messenger.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// A port with the server's own event loops, socket options, allocator and TLS, and nothing else of it:
/// what the least that can be done on it costs, the server is measured by (scripts/bench).
public final class BareServer {

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private BareServer() {}

    /// Listens on a free port of the loopback until the process ends, and prints `Listening on PORT`.
    ///
    /// @param handlers adds those of a connection behind TLS, on its event loop
    public static void serve(Path certificate, Path key, Consumer<ChannelPipeline> handlers)
            throws InterruptedException {
        Tls tls = Tls.from(certificate, key, HANDSHAKE);
        Channel channel =
                new Loops(Transport.standard())
                        .bootstrap()
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel connection) {
                                        connection
                                                .pipeline()
                                                .addLast(tls.handler(connection.alloc()));
                                        handlers.accept(connection.pipeline());
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        System.out.println(
                "Listening on " + ((InetSocketAddress) channel.localAddress()).getPort());
    }
}
