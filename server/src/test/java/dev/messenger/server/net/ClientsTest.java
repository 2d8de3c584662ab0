package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whom a request counts for, with and without a proxy before us.
class ClientsTest {

    private final Clients clients =
            new Clients(List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32")));

    @Test
    void headerOfAPeerThatIsNoProxyIsNotBelieved() {
        assertThat(client("192.0.2.1", "203.0.113.9")).isEqualTo("192.0.2.1");
        assertThat(new Clients(List.of()).of(peer("10.0.0.1"), headers("203.0.113.9")))
                .isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
    }

    @Test
    void proxyNamesTheClientLast() {
        assertThat(client("10.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("2001:db8::1", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void whatTheClientPutBeforeItIsNotBelieved() {
        assertThat(client("10.0.0.1", "198.51.100.1, 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("10.0.0.1", "198.51.100.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("10.0.0.1", "10.0.0.7, 203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void proxiesBehindOneAnotherAreAllPassed() {
        assertThat(client("10.0.0.1", "203.0.113.9, 10.0.0.2,10.0.0.3")).isEqualTo("203.0.113.9");
    }

    @Test
    void whatIsNoAddressEndsTheSearchAtWhoWroteIt() {
        assertThat(client("10.0.0.1", "203.0.113.9, unknown, 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(client("10.0.0.1", "")).isEqualTo("10.0.0.1");
        assertThat(client("10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void ipv6ClientCountsAsItsNetwork() {
        assertThat(clients.of(peer("2001:db9:1:2:3:4:5:6")))
                .isEqualTo(InetAddress.ofLiteral("2001:db9:1:2::"));
        assertThat(clients.of(peer("10.0.0.1"), headers("2001:db9:1:2:3:4:5:6")))
                .isEqualTo(InetAddress.ofLiteral("2001:db9:1:2::"));
    }

    @Test
    void onlyAPeerOnThisMachineThatIsNoProxyIsLocal() {
        assertThat(isLocal(clients, "127.0.0.1")).isTrue();
        assertThat(isLocal(clients, "127.3.2.1")).isTrue();
        assertThat(isLocal(clients, "::1")).isTrue();
        assertThat(isLocal(clients, "192.0.2.1")).isFalse();
        assertThat(isLocal(clients, "10.0.0.1")).isFalse();
        Clients proxied = new Clients(List.of(Network.parse("127.0.0.0/8")));
        assertThat(isLocal(proxied, "127.0.0.1")).isFalse();
    }

    private static boolean isLocal(Clients clients, String address) {
        EmbeddedChannel channel =
                new EmbeddedChannel() {
                    @Override
                    protected SocketAddress remoteAddress0() {
                        return peer(address);
                    }
                };
        try {
            return clients.link(channel).local();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private String client(String peer, String... forwardedFor) {
        return clients.of(peer(peer), headers(forwardedFor)).getHostAddress();
    }

    private static HttpHeaders headers(String... forwardedFor) {
        return new DefaultHttpHeaders().add("x-forwarded-for", List.of(forwardedFor));
    }

    private static InetSocketAddress peer(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 4711);
    }
}
