package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The PROXY protocol, by the byte through the real pipeline, and before TLS on real sockets.
@ExtendWith(FailsOnLeaks.class)
class ProxyHeaderTest {

    private static final String ASK = "GET /who HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String V1 = "PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /// From 192.0.2.7, port 56324.
    private static final String V2 = SIGNATURE + "2111000c" + "c0000207" + "c0000201" + "dc0401bb";

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
    private final HttpChannel proxy = channel("127.0.0.1");

    @AfterEach
    void hangUp() throws IOException {
        proxy.channel.finishAndReleaseAll();
        for (Socket client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 192.0.2.7 192.0.2.1 56324 443, 192.0.2.7",
        "TCP6 2001:db8:1:2:3:4:5:6 2001:db8::1 56324 443, 2001:db8:1:2:0:0:0:0",
        "TCP6 ::ffff:192.0.2.7 2001:db8::1 56324 443, 192.0.2.7",
        "UNKNOWN, 127.0.0.1",
        "UNKNOWN ffff::1 ffff::2 1 2, 127.0.0.1"
    })
    void versionOneTellsWhoAsks(String header, String client) {
        proxy.sendsRaw("PROXY " + header + "\r\n" + ASK).works();
        assertThat(proxy.answered()).endsWith("\n\n" + client);
    }

    @ParameterizedTest
    @CsvSource({
        "2111000c c0000207c0000201dc0401bb, 192.0.2.7",
        "21110013 c0000207c0000201dc0401bb 04000401020304, 192.0.2.7",
        "21210024 20010db8000100020003000400050006 20010db8000000000000000000000001 dc0401bb,"
                + " 2001:db8:1:2:0:0:0:0",
        "20000000, 127.0.0.1",
        "2011000c c0000207c0000201dc0401bb, 127.0.0.1",
        "21000000, 127.0.0.1",
        "2112000c c0000207c0000201dc0401bb, 127.0.0.1"
    })
    void versionTwoTellsWhoAsks(String header, String client) {
        proxy.sendsRaw(bytes(SIGNATURE + header) + ASK).works();
        assertThat(proxy.answered()).endsWith("\n\n" + client);
    }

    @Test
    void headerMayComeByteByByte() {
        for (String header : List.of(V1, bytes(V2))) {
            HttpChannel slow = channel("127.0.0.1");
            for (char c : (header + ASK).toCharArray()) {
                slow.sendsRaw(String.valueOf(c));
            }
            assertThat(slow.works().answered()).endsWith("\n\n192.0.2.7");
            slow.channel.finishAndReleaseAll();
        }
    }

    @Test
    void itIsThePeerThatCountsNotWhatTheClientForwards() {
        proxy.sendsRaw(V1 + ASK.replace("Host: a", "Host: a\r\nX-Forwarded-For: 198.51.100.1"));
        assertThat(proxy.works().answered()).endsWith("\n\n192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ASK,
                "PROXY TCP4 192.0.2.7 192.0.2.1 56324\r\n",
                "PROXY TCP4 192.0.2.700 192.0.2.1 56324 443\r\n",
                "PROXY TCP4 messenger.example 192.0.2.1 56324 443\r\n",
            })
    void connectionWithoutAGoodHeaderIsClosedAndGetsNoAnswer(String start) {
        proxy.sendsRaw(start + ASK);
        assertThat(proxy.answered()).isEmpty();
        assertThat(proxy.isOpen()).isFalse();
    }

    @Test
    void headerThatDoesNotEndIsCutAtItsBound() {
        proxy.sendsRaw("PROXY TCP4 " + "1".repeat(120));
        assertThat(proxy.isOpen()).isFalse();

        HttpChannel second = channel("127.0.0.1");
        second.sendsRaw(bytes(SIGNATURE + "2111ffff") + "x".repeat(2_000));
        assertThat(second.isOpen()).isFalse();
        second.channel.finishAndReleaseAll();
    }

    @Test
    void headerMustBeThereInTimeHoweverItTrickles() {
        Duration most = ConnectionLimits.standard().head();
        proxy.passes(most.minusMillis(1)).sendsRaw("PROXY ");
        assertThat(proxy.isOpen()).isTrue();
        proxy.passes(Duration.ofMillis(1));
        assertThat(proxy.isOpen()).isFalse();
    }

    @Test
    void requestBehindAHeaderMustBeThereInTimeToo() {
        proxy.sendsRaw(V1).passes(ConnectionLimits.standard().head());
        assertThat(proxy.isOpen()).isFalse();
    }

    @Test
    void connectionWithoutAHeaderYetClosesWhenTheServerStops() {
        proxy.channel.pipeline().fireUserEventTriggered(HttpHandler.STOP);
        assertThat(proxy.isOpen()).isFalse();
    }

    @Test
    void nobodyElseHasAHeader() {
        HttpChannel anybody = channel("192.0.2.9");
        anybody.sendsRaw(ASK).works();
        assertThat(anybody.answered()).endsWith("\n\n127.0.0.1");
        anybody.sendsRaw(V1 + ASK);
        assertThat(anybody.answered()).startsWith("HTTP/1.1 ").doesNotContain("192.0.2.7", " 200 ");
        assertThat(anybody.isOpen()).isFalse();
        anybody.channel.finishAndReleaseAll();
    }

    @Test
    void headerComesBeforeTls() throws Exception {
        try (var door = door("127.0.0.2", ConnectionLimits.standard())) {
            for (String header : List.of(V1, bytes(V2))) {
                Socket tls = door.tls(begun(door.port(), "127.0.0.2", header));
                assertThat(who(tls)).isEqualTo("192.0.2.7");
            }
        }
    }

    @Test
    void underTlsAHeaderOfNobodysIsABadRecordAndNoneOfAProxysClosesIt() throws Exception {
        try (var door = door("127.0.0.2", ConnectionLimits.standard())) {
            Socket untrusted = begun(door.port(), "127.0.0.3", V1);
            // An alert at most, and the end.
            assertThat(untrusted.getInputStream().readAllBytes()).hasSizeLessThan(16);
            assertThat(who(door.tls(begun(door.port(), "127.0.0.3", "")))).isEqualTo("127.0.0.3");

            Socket headless = begun(door.port(), "127.0.0.2", ASK);
            assertThat(headless.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void itIsTheAddressOfTheHeaderThatMayHaveSoManyConnections() throws Exception {
        ConnectionLimits one =
                ConnectionLimits.with(new ConnectionLimits.Crowd(100, 1, 1_000, 1_000));
        try (var door = door("127.0.0.2", one)) {
            Socket first = begun(door.plainPort(), "127.0.0.2", V1);
            assertThat(who(first)).isEqualTo("192.0.2.7");
            Socket second = begun(door.plainPort(), "127.0.0.2", V1);
            assertThat(OpenDoor.rest(second)).startsWith("HTTP/1.1 503 ");
            assertThat(who(begun(door.plainPort(), "127.0.0.2", V1.replace(".7", ".8"))))
                    .isEqualTo("192.0.2.8");
            assertThat(who(first)).isEqualTo("192.0.2.7");
        }
    }

    private HttpChannel channel(String trusted) {
        return new HttpChannel(
                router,
                ConnectionLimits.standard(),
                (_, _, _, _) -> {},
                new Origins(Set.of()),
                new Clients(List.of(Network.parse(trusted)), true));
    }

    private OpenDoor door(String trusted, ConnectionLimits limits) {
        return new OpenDoor(directory, router, limits, List.of(Network.parse(trusted)), true);
    }

    /// A connection from that address of the loopback, with something sent already.
    private Socket begun(int port, String from, String start) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(from), 0);
        clients.add(socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String who(Socket socket) throws IOException {
        socket.getOutputStream().write(ASK.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(OpenDoor.head(socket)).startsWith("HTTP/1.1 200 OK\n");
        return new String(socket.getInputStream().readNBytes(9), StandardCharsets.US_ASCII);
    }

    /// Hexadecimal as the characters that [HttpChannel#sendsRaw] takes.
    private static String bytes(String hex) {
        return new String(
                HexFormat.of().parseHex(hex.replace(" ", "")), StandardCharsets.ISO_8859_1);
    }
}
