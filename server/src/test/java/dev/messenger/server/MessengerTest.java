package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The whole server, in this JVM.
final class MessengerTest {

    @TempDir private static Path data;

    /// Of servers that do not start; shared, because a new cluster takes a second.
    @TempDir private static Path other;

    private static Messenger messenger;

    @BeforeAll
    static void start() {
        messenger = Messenger.start(config("--port=0", "--plain-port=0", "--data-dir=" + data));
    }

    @AfterAll
    static void stop() {
        messenger.close();
    }

    @Test
    void itServesWhenItHasStarted() throws IOException, InterruptedException {
        int port = messenger.plainPort().orElseThrow();

        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(
                                                            URI.create(
                                                                    "http://localhost:"
                                                                            + port
                                                                            + "/readyz"))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() {
        refuses("in use", "--data-dir=" + data);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refuses(
                    "port " + taken.getLocalPort(),
                    "--port=" + taken.getLocalPort(),
                    "--data-dir=" + other);
        }
        assertThat(other.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamed() {
        refuses(
                "jdbc:postgresql://127.0.0.1:1/chat",
                "--database-url=jdbc:postgresql://127.0.0.1:1/chat?password=secret",
                "--data-dir=" + other);
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws IOException {
        Path file = Files.writeString(other.resolve("key.json"), "{}");

        refuses(file.toString(), "--firebase-credentials=" + file, "--data-dir=" + other);
    }

    private static void refuses(String naming, String... flags) {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> Messenger.start(config(flags)).close())
                .withMessageContaining(naming)
                .withMessageNotContaining("secret")
                .withMessageEndingWith(".");
    }

    private static Config config(String... flags) {
        CommandLine line =
                Flags.commandLine(
                        Map.of("MESSENGER_HOST", "127.0.0.1", "MESSENGER_BCRYPT_COST", "4"));
        line.parseArgs(flags);
        return line.<Flags>getCommand().config();
    }
}
