package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/// Passwords, tokens and what people say are in no log, however much it tells.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class LogSecrecyTest {

    private static final String TEXT = "for your eyes only";
    private static final String WRONG = "a wrong password";

    private final TestServer server;

    LogSecrecyTest(TestServer server) {
        this.server = server;
    }

    @Test
    void noPasswordTokenOrTextIsLoggedAtAnyLevel() {
        Logger ours = (Logger) LoggerFactory.getLogger("dev.messenger");
        Level before = ours.getLevel();
        Lines lines = new Lines();
        lines.start();
        ours.addAppender(lines);
        ours.setLevel(Level.TRACE);
        try {
            Person ann = server.register("Ann");
            use(ann);

            assertThat(lines.said)
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(ann.password()))
                    .noneMatch(line -> line.contains(Rest.encode(ann.password())))
                    .noneMatch(line -> line.contains(WRONG) || line.contains(Rest.encode(WRONG)))
                    .noneMatch(line -> line.contains(ann.token()))
                    .noneMatch(line -> line.contains(TEXT));
        } finally {
            ours.setLevel(before);
            ours.detachAppender(lines);
        }
    }

    /// Every way in that takes a secret, rightly and wrongly, and a socket that breaks the protocol.
    private void use(Person ann) {
        Person bob = server.register("Bob");
        long chat = ann.chatWith(bob);
        server.rest().post("/login", Map.of("login", ann.login(), "password", WRONG));
        server.rest().post("/login", Map.of("login", ann.login(), "password", List.of(WRONG)));
        try {
            LiveSocket.open(
                    server.rest(),
                    ann.id(),
                    "id=%d&login=%s&password=%s"
                            .formatted(ann.id(), Rest.encode(ann.login()), Rest.encode(WRONG)),
                    "");
        } catch (CompletionException refused) {
            assertThat(refused).hasMessageContaining("Handshake");
        }
        try (LiveSocket socket = ann.open();
                LiveSocket other = LiveSocket.openWithToken(server.rest(), ann)) {
            socket.send(ann.message(chat, bob, TEXT)).next();
            socket.sendText("{\"type\":\"new_message\",\"content\":\"" + TEXT).next();
            other.next();
            other.sendBinary(TEXT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(other.closeCode()).isEqualTo(1003);
        }
    }

    /// What is written to the log, exceptions included.
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            said.add(
                    event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : event.getThrowableProxy().getMessage()));
        }
    }
}
