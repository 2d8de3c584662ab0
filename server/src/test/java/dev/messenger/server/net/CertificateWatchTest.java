package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A certificate that is renewed while the server runs.
@ExtendWith(FailsOnLeaks.class)
class CertificateWatchTest {

    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on("GET", "/", 0, (_, body) -> ScriptedRouter.text(200, body.readAllBytes()));
    private final Logger log = (Logger) LoggerFactory.getLogger(CertificateWatch.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir Path directory;
    @TempDir Path elsewhere;
    private OpenDoor door;
    private SelfSignedCertificate other;

    @BeforeEach
    void open() {
        door = new OpenDoor(directory, router, ConnectionLimits.standard());
        other = SelfSignedCertificate.in(elsewhere);
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void close() {
        log.detachAppender(said);
        door.close();
    }

    @Test
    void newConnectionsSeeTheNewOneAndOldOnesGoOn() throws Exception {
        try (SSLSocket old = (SSLSocket) door.tls()) {
            assertServes(old);
            Certificate before = old.getSession().getPeerCertificates()[0];

            door.renew(Files.readString(other.certificate()), Files.readString(other.key()));
            assertServes(old);
            try (SSLSocket fresh = (SSLSocket) door.tls()) {
                assertServes(fresh);
                assertThat(fresh.getSession().getPeerCertificates()[0])
                        .isEqualTo(
                                KeyMaterial.read(other.certificate(), other.key())
                                        .chain()
                                        .getFirst())
                        .isNotEqualTo(before);
            }
            assertServes(old);
        }
        assertThat(complaints()).isEmpty();
    }

    @Test
    void oneThatCannotBeUsedIsSaidOnceAndTheOldOneStays() throws Exception {
        try (HttpClient trustingTheOld = door.client()) {
            // The certificate of another key.
            door.renew(
                    Files.readString(other.certificate()),
                    Files.readString(directory.resolve("key.pem")));
            door.lookForRenewal();

            HttpRequest request = HttpRequest.newBuilder(door.https("/")).build();
            assertThat(trustingTheOld.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(complaints())
                .singleElement()
                .asString()
                .startsWith("event=certificate_unusable reason=\"The key in ");
    }

    /// Whatever the level that other tests left the log at.
    private List<String> complaints() {
        return said.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static void assertServes(Socket client) throws IOException {
        OpenDoor.send(client, "GET / HTTP/1.1\nHost: a\n\n");
        assertThat(OpenDoor.head(client)).startsWith("HTTP/1.1 200 OK\n");
    }
}
