package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// How many connections one address may have, on real sockets from several addresses of the loopback.
@ExtendWith(FailsOnLeaks.class)
class ConnectionLimitsTest {

    private static final String ASK = "GET /who HTTP/1.1\nHost: a\n\n";

    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on(
                            "GET",
                            "/who",
                            0,
                            (head, _) ->
                                    ScriptedRouter.text(
                                            200,
                                            head.client()
                                                    .getHostAddress()
                                                    .getBytes(StandardCharsets.US_ASCII)));

    @TempDir Path directory;
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void oneTooManyOfAnAddressIsTurnedAwayAndAllOthersAreServed() throws Exception {
        try (var door = open(new ConnectionLimits.Crowd(100, 2, 100, 100))) {
            Socket first = connect(door, "127.0.0.2");
            Socket second = connect(door, "127.0.0.2");
            assertServed(first);
            assertServed(second);
            assertTurnedAway(connect(door, "127.0.0.2"));
            assertServed(connect(door, "127.0.0.3"));
            assertServed(first);
        }
    }

    @Test
    void addressThatComesTooOftenIsTurnedAwayAndAllOthersAreServed() throws Exception {
        try (var door = open(new ConnectionLimits.Crowd(100, 100, 0.001, 2))) {
            for (int i = 0; i < 2; i++) {
                try (Socket client = connect(door, "127.0.0.2")) {
                    assertServed(client);
                }
            }
            assertTurnedAway(connect(door, "127.0.0.2"));
            assertServed(connect(door, "127.0.0.3"));
        }
    }

    @Test
    void oneTooManyInAllIsTurnedAwayWhereverItComesFrom() throws Exception {
        try (var door = open(new ConnectionLimits.Crowd(2, 2, 100, 100))) {
            assertServed(connect(door, "127.0.0.2"));
            assertServed(connect(door, "127.0.0.3"));
            assertTurnedAway(connect(door, "127.0.0.4"));
        }
    }

    @Test
    void requestSentBeforeItWasTurnedAwayDoesNotCostTheAnswer() throws Exception {
        try (var door = open(new ConnectionLimits.Crowd(100, 0, 100, 100))) {
            Socket client = connect(door, "127.0.0.2");
            OpenDoor.send(client, ASK);
            assertTurnedAway(client);
        }
    }

    @Test
    void underTlsItIsClosedWithoutAHandshake() throws Exception {
        try (var door = open(new ConnectionLimits.Crowd(100, 0, 100, 100))) {
            Socket client = patient(new Socket(InetAddress.getLoopbackAddress(), door.port()));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void clientsOfATrustedProxyAreToldApart() throws Exception {
        var proxies = List.of(Network.parse("127.0.0.2"));
        var crowd = new ConnectionLimits.Crowd(100, 1, 0.001, 1);
        try (var door = new OpenDoor(directory, router, ConnectionLimits.with(crowd), proxies)) {
            for (String client : List.of("192.0.2.1", "192.0.2.2")) {
                assertThat(answer(connect(door, "127.0.0.2"), client)).endsWith("\n\n" + client);
            }
            assertThat(answer(connect(door, "127.0.0.3"), "192.0.2.1")).endsWith("\n\n127.0.0.3");
        }
    }

    private static String answer(Socket peer, String forwardedFor) throws IOException {
        OpenDoor.send(
                peer,
                """
                GET /who HTTP/1.1
                Host: a
                X-Forwarded-For: %s
                Connection: close

                """
                        .formatted(forwardedFor));
        return OpenDoor.rest(peer);
    }

    private OpenDoor open(ConnectionLimits.Crowd crowd) {
        return new OpenDoor(directory, router, ConnectionLimits.with(crowd));
    }

    private Socket connect(OpenDoor door, String from) throws IOException {
        return patient(
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        door.plainPort(),
                        InetAddress.ofLiteral(from),
                        0));
    }

    private Socket patient(Socket client) throws IOException {
        clients.add(client);
        client.setSoTimeout(10_000);
        return client;
    }

    private static void assertServed(Socket client) throws IOException {
        OpenDoor.send(client, ASK);
        assertThat(OpenDoor.head(client)).startsWith("HTTP/1.1 200 OK\n");
        client.getInputStream().readNBytes("127.0.0.2".length());
    }

    private static void assertTurnedAway(Socket client) throws IOException {
        assertThat(OpenDoor.rest(client))
                .startsWith("HTTP/1.1 503 Service Unavailable\n")
                .contains("\nRetry-After: ")
                .endsWith("Too many connections. Try again later.\"}");
    }
}
