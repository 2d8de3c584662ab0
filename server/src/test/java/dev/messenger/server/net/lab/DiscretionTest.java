package dev.messenger.server.net.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.LabEvent;
import dev.messenger.server.net.FailsOnLeaks;
import dev.messenger.server.net.lab.Discretion.Viewer;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whose bytes are shown to whom, on a connection of HTTP.
@ExtendWith(FailsOnLeaks.class)
final class DiscretionTest {

    private static final Viewer ANN = new Viewer(5, "anns");

    private final LabClock clock = new LabClock();
    private final Screens screens = new Screens(clock, _ -> {});
    private final Screen anns = screens.open(5, () -> true, new LabEvent.Tick(0));
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
    private boolean isAnnsSocket;
    private final Discretion discretion = new Discretion(List.of(ANN), _ -> isAnnsSocket, screens);

    DiscretionTest() {
        Probes.attach(channel, new Recorder("c", clock, discretion, 1_024, Set.of()));
    }

    @AfterEach
    void leaveNothingBehind() {
        channel.finishAndReleaseAll();
    }

    @Test
    void nothingIsShownBeforeItIsKnownWhoAsks() {
        send("GET /secret HTTP/1.1\r\nHost: x\r\n");
        assertThat(shown()).isEmpty();
        send("Authorization: Bearer anns\r\n\r\n");
        assertThat(shown()).contains(hex("GET /secret")).doesNotContain("private");
    }

    @Test
    void ofAnothersRequestNothingIsShownButThatItPassed() {
        discretion.belongsTo(ANN);
        send("GET /secret HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bobs\r\n\r\n");
        String shown = shown();
        assertThat(shown)
                .contains("\"private\":true")
                .doesNotContain("\"hex\"")
                .doesNotContain("secret");
    }

    @Test
    void whatWasAskedWithoutATokenIsNobodysToSee() {
        discretion.belongsTo(ANN);
        send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nsecret");
        assertThat(shown()).contains("\"private\":true").doesNotContain(hex("secret"));
    }

    @Test
    void eachRequestIsJudgedForItself() {
        discretion.belongsTo(ANN);
        send("GET /one HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anns\r\n\r\n");
        assertThat(shown()).contains(hex("/one"));
        send("GET /two HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bobs\r\n\r\n");
        assertThat(shown()).doesNotContain(hex("/two"));
        send("GET /three HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anns\r\n\r\n");
        assertThat(shown()).contains(hex("/three"));
    }

    @Test
    void anUpgradeIsShownOnceTheSocketIsTheViewers() {
        send("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
        assertThat(shown()).isEmpty();
        isAnnsSocket = true;
        channel.flush();
        assertThat(shown()).contains(hex("Upgrade: websocket"));
    }

    @Test
    void whatNeverWasTheViewersIsForgotten() {
        send("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
        channel.close();
        assertThat(shown()).isEmpty();
    }

    private void send(String text) {
        channel.writeOneInbound(Unpooled.copiedBuffer(text, UTF_8));
        channel.flushInbound();
    }

    private static String hex(String text) {
        return io.netty.buffer.ByteBufUtil.hexDump(text.getBytes(UTF_8));
    }

    /// What Ann has been shown since the last call.
    private String shown() {
        String page = new String(anns.next(), UTF_8);
        return String.join(
                "\n", page.lines().filter(line -> !line.contains("\"type\":\"tick\"")).toList());
    }
}
