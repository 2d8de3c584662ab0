package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// How many connections there may be.
class ConnectionsTest {

    private final Connections connections =
            new Connections(new ConnectionLimits.Crowd(2, 2, 1_000, 1_000), new Clients(List.of()));
    private static final Clients NO_PROXIES = new Clients(List.of());

    private final Logger log = (Logger) LoggerFactory.getLogger(Connections.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(said);
    }

    @Test
    void thereIsNoRoomForOneTooManyUntilAnotherIsGone() {
        EmbeddedChannel first = new EmbeddedChannel();
        EmbeddedChannel second = new EmbeddedChannel();
        EmbeddedChannel third = new EmbeddedChannel();
        assertThat(connections.admit(first)).isTrue();
        assertThat(connections.admit(second)).isTrue();
        assertThat(connections.admit(third)).isFalse();

        third.close();
        first.close();
        assertThat(connections.count()).isEqualTo(1);
        assertThat(connections.admit(new EmbeddedChannel())).isTrue();
        assertThat(connections.arrivals()).isEqualTo(new DoorNumbers.Arrivals(3, 0, 0, 1, 0, 0));
    }

    @Test
    void saysOnceThatThereAreTooMany() {
        EmbeddedChannel first = new EmbeddedChannel();
        connections.admit(first);
        connections.admit(new EmbeddedChannel());
        for (int i = 0; i < 5; i++) {
            turnAway();
        }
        assertThat(said.list).hasSize(1);

        first.close();
        connections.admit(new EmbeddedChannel());
        turnAway();
        assertThat(said.list).hasSize(2);
    }

    @Test
    void oneAddressMayHaveSoManyAndNoneOfThemIsAnothers() {
        var each = new Connections(new ConnectionLimits.Crowd(100, 2, 1_000, 1_000), NO_PROXIES);
        EmbeddedChannel first = from("192.0.2.1");
        assertThat(each.admit(first)).isTrue();
        assertThat(each.admit(from("192.0.2.1"))).isTrue();
        EmbeddedChannel third = from("192.0.2.1");
        assertThat(each.admit(third)).isFalse();
        assertThat(each.admit(from("192.0.2.2"))).isTrue();

        third.close();
        assertThat(each.admit(from("192.0.2.1"))).isFalse();
        assertThat(each.arrivals()).isEqualTo(new DoorNumbers.Arrivals(3, 0, 0, 0, 2, 0));
    }

    @Test
    void oneAddressMayComeSoOftenThoughItLeaves() {
        var each = new Connections(new ConnectionLimits.Crowd(100, 100, 0.001, 3), NO_PROXIES);
        for (int i = 0; i < 3; i++) {
            EmbeddedChannel channel = from("192.0.2.1");
            assertThat(each.admit(channel)).isTrue();
            channel.close();
        }
        assertThat(each.admit(from("192.0.2.1"))).isFalse();
        assertThat(each.admit(from("192.0.2.2"))).isTrue();
        assertThat(each.arrivals()).isEqualTo(new DoorNumbers.Arrivals(4, 0, 0, 0, 0, 1));
    }

    @Test
    void subscriberOfIpv6IsOneHoweverManyAddressesItTakes() {
        var each = new Connections(new ConnectionLimits.Crowd(100, 1, 1_000, 1_000), NO_PROXIES);
        assertThat(each.admit(from("2001:db8::1"))).isTrue();
        assertThat(each.admit(from("2001:db8::2"))).isFalse();
        assertThat(each.admit(from("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void trustedProxyMayHaveAsManyAsAllItsClients() {
        var proxied =
                new Connections(
                        new ConnectionLimits.Crowd(100, 1, 0.001, 1),
                        new Clients(List.of(Network.parse("192.0.2.0/24"))));
        assertThat(proxied.admit(from("192.0.2.1"))).isTrue();
        assertThat(proxied.admit(from("192.0.2.1"))).isTrue();
    }

    private void turnAway() {
        EmbeddedChannel channel = new EmbeddedChannel();
        assertThat(connections.admit(channel)).isFalse();
        channel.close();
    }

    private static EmbeddedChannel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.ofLiteral(address), 4711);
            }
        };
    }
}
