package dev.messenger.server.net;

import dev.messenger.protocol.Event;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.Conversation;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.usecase.Resumption;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server as seen from the network: its ports, and everything that listens behind them.
///
/// Opened and closed by `Main`, on the threads that start and stop the server.
public final class FrontDoor implements AutoCloseable {

    /// What clients of Part 2 are told of our limits.
    public static final Event.Limits LIMITS =
            new Event.Limits(TextMessage.LARGEST, Conversation.LIMIT, Resumption.MOST_OF_A_CHAT);

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final ConnectionLimits limits;
    private final Duration drain;
    private final Loops loops;
    private final Connections connections;
    private final Tls tls;
    private final CertificateWatch renewals;
    private final OpenSockets sockets;
    private final List<Channel> listening = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Where to listen, and as whom.
    ///
    /// @param port for HTTPS; 0 takes any that is free
    /// @param plainPort for HTTP in cleartext, if at all
    /// @param certificate in PEM, those it was issued by after it
    /// @param key in PEM, without a password
    /// @param origins of web pages that may use all this, as browsers send them
    /// @param proxies whose word on whom they ask for is taken
    /// @param proxyHeaders whether they say it in a header before TLS (PROXY protocol)
    /// @param drain over which sockets are sent away when the server stops
    /// @param transport what the event loops run on
    public record Settings(
            String host,
            int port,
            Optional<Integer> plainPort,
            Path certificate,
            Path key,
            Set<String> origins,
            List<Network> proxies,
            boolean proxyHeaders,
            ConnectionLimits limits,
            Duration drain,
            Transport transport) {}

    private FrontDoor(Settings settings, Tls tls, Clients clients, OpenSockets sockets) {
        this.limits = settings.limits();
        this.loops = new Loops(settings.transport());
        this.drain = settings.drain();
        this.tls = tls;
        this.renewals = new CertificateWatch(tls, settings.certificate(), settings.key());
        this.sockets = sockets;
        this.connections = new Connections(limits.crowd(), clients);
    }

    /// @param workers runs each task on a thread that may block
    /// @param sockets where WebSockets register
    /// @param backstage what their conversations talk to
    /// @throws CannotOpen if a port is taken, the certificate unusable, or the transport not there
    public static FrontDoor open(
            Settings settings,
            Router router,
            Executor workers,
            OpenSockets sockets,
            Backstage backstage) {
        return open(settings, router, workers, sockets, backstage, Newcomers.UNSEEN);
    }

    /// @param newcomers is told of each connection
    /// @throws CannotOpen if a port is taken, the certificate unusable, or the transport not there
    public static FrontDoor open(
            Settings settings,
            Router router,
            Executor workers,
            OpenSockets sockets,
            Backstage backstage,
            Newcomers newcomers) {
        Origins origins = new Origins(settings.origins());
        Clients clients = new Clients(settings.proxies(), settings.proxyHeaders());
        var service =
                new HttpHandler.Service(
                        router,
                        workers,
                        new WebSocketUpgrade(router, sockets, backstage, origins),
                        clients,
                        new CrossOrigin(origins),
                        settings.limits());
        Tls tls = Tls.from(settings.certificate(), settings.key(), settings.limits().handshake());
        FrontDoor door = new FrontDoor(settings, tls, clients, sockets);
        try {
            door.renewals.start();
            door.listen(settings.host(), settings.port(), Optional.of(tls), service, newcomers);
            settings.plainPort()
                    .ifPresent(
                            port ->
                                    door.listen(
                                            settings.host(),
                                            port,
                                            Optional.empty(),
                                            service,
                                            newcomers));
            return door;
        } catch (CannotOpen e) {
            door.close();
            throw e;
        }
    }

    /// The port of HTTPS.
    public int port() {
        return portOf(listening.getFirst());
    }

    /// The port of HTTP in cleartext, if there is one.
    public OptionalInt plainPort() {
        return listening.size() < 2
                ? OptionalInt.empty()
                : OptionalInt.of(portOf(listening.getLast()));
    }

    /// What came to the door so far, and what is inside.
    public DoorNumbers numbers() {
        return new DoorNumbers(
                connections.count(),
                sockets.numbers(),
                connections.arrivals(),
                loops.numbers(),
                Buffers.inUse());
    }

    /// Takes no more connections, sends the WebSockets away one by one, lets requests in flight be
    /// answered, and after a while closes what is left: as soon as nothing is. Closing again does
    /// nothing.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        renewals.close();
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        connections.endAfterNext();
        sockets.drain(drain)
                .completeOnTimeout(
                        null, drain.plus(Leaving.LONGEST).toMillis(), TimeUnit.MILLISECONDS)
                .join();
        connections.finish(limits.drain());
        loops.close();
        tls.close();
    }

    /// Has the certificate's files looked at now.
    void lookForRenewal() {
        renewals.look();
    }

    private void listen(
            String host,
            int port,
            Optional<Tls> secured,
            HttpHandler.Service service,
            Newcomers newcomers) {
        ChannelFuture bound =
                loops.bootstrap()
                        .childHandler(new Pipeline(connections, secured, service, newcomers))
                        .bind(host, port)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(host, port, bound.cause());
        }
        listening.add(bound.channel());
        LOG.info(
                "event=listening scheme={} host={} port={} transport={}",
                secured.isPresent() ? "https" : "http",
                host,
                portOf(bound.channel()),
                loops.transport());
    }

    private static CannotOpen cannotListen(String host, int port, Throwable why) {
        String message = String.valueOf(why.getMessage());
        String reason;
        // Told apart by the system's own words: epoll and NIO throw different kinds of exceptions.
        if (message.contains("Address already in use")) {
            reason = "another program listens there already";
        } else if (message.contains("Permission denied")) {
            reason = "ports below 1024 are for root";
        } else if (why instanceof UnresolvedAddressException
                || why instanceof UnknownHostException) {
            reason = "there is no such host";
        } else {
            reason = message;
        }
        return new CannotOpen(
                "Cannot listen on port %d of %s: %s.".formatted(port, host, reason), why);
    }

    private static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }
}
