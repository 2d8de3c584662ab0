package dev.messenger.server.net;

import dev.messenger.server.dispatch.Link;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/// Whom a connection or request counts for: the peer, or, behind a reverse proxy that the operator
/// trusts, the client that it names. On event loops.
///
/// Anybody can send `X-Forwarded-For`, and a proxy appends to what was sent. So it is read from its
/// end, and believed as long as it was a trusted proxy who wrote it. What is a peer here is the source
/// that a [ProxyHeader] gave, where there was one.
final class Clients {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<Network> proxies;
    private final boolean proxyHeaders;

    Clients(List<Network> proxies) {
        this(proxies, false);
    }

    /// @param proxyHeaders whether connections of the proxies begin with a [ProxyHeader]
    Clients(List<Network> proxies, boolean proxyHeaders) {
        this.proxies = List.copyOf(proxies);
        this.proxyHeaders = proxyHeaders;
    }

    /// Whether a connection begins with a [ProxyHeader].
    boolean beginsWithHeader(SocketAddress peer) {
        return proxyHeaders && isProxy(peer);
    }

    /// Whether the peer only passes on what others ask.
    boolean isProxy(SocketAddress peer) {
        return isProxy(addressOf(peer));
    }

    InetAddress of(SocketAddress peer) {
        return Network.subscriber(addressOf(peer));
    }

    InetAddress of(SocketAddress peer, HttpHeaders headers) {
        InetAddress client = addressOf(peer);
        if (!proxies.isEmpty()) {
            List<String> hops =
                    List.of(String.join(",", headers.getAll(FORWARDED_FOR)).split(",", -1));
            for (String hop : hops.reversed()) {
                if (!isProxy(client)) {
                    break;
                }
                try {
                    client = InetAddress.ofLiteral(hop.strip());
                } catch (IllegalArgumentException noAddress) {
                    break;
                }
            }
        }
        return Network.subscriber(client);
    }

    /// What a connection's requests come on.
    Link link(Channel channel) {
        InetAddress peer = addressOf(channel.remoteAddress());
        return new Link(channel.id().asShortText(), peer, isProxy(peer));
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(network -> network.contains(address));
    }

    /// An `EmbeddedChannel` of a test has no real address.
    private static InetAddress addressOf(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet
                ? internet.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
