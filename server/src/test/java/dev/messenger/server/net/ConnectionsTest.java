package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// How many connections there may be.
class ConnectionsTest {

    private final Connections connections = new Connections(2);
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
    void closesEachOneTooManyUntilAnotherIsGone() {
        EmbeddedChannel first = new EmbeddedChannel();
        EmbeddedChannel second = new EmbeddedChannel();
        EmbeddedChannel third = new EmbeddedChannel();
        assertThat(connections.admit(first)).isTrue();
        assertThat(connections.admit(second)).isTrue();
        assertThat(connections.admit(third)).isFalse();
        assertThat(third.isOpen()).isFalse();

        first.close();
        assertThat(connections.count()).isEqualTo(1);
        assertThat(connections.admit(new EmbeddedChannel())).isTrue();
    }

    @Test
    void saysOnceThatThereAreTooMany() {
        EmbeddedChannel first = new EmbeddedChannel();
        connections.admit(first);
        connections.admit(new EmbeddedChannel());
        for (int i = 0; i < 5; i++) {
            connections.admit(new EmbeddedChannel());
        }
        assertThat(said.list).hasSize(1);

        first.close();
        connections.admit(new EmbeddedChannel());
        connections.admit(new EmbeddedChannel());
        assertThat(said.list).hasSize(2);
    }
}
