package dev.messenger.server.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import org.junit.jupiter.api.Test;

final class TemplateTest {

    @Test
    void aServerReadsWhatWasWrittenIntoItsPlaces() {
        Template template = new Template("{\"ref\":\"00000000\",\"rest\":\"x\"}");

        template.hex(template.placeAfter("\"ref\":\""), 8, 0x0badcafe);

        assertThat(decoded(template)).isEqualTo("{\"ref\":\"0badcafe\",\"rest\":\"x\"}");
    }

    @Test
    void aLongFrameSaysItsLengthInSixteenBits() {
        String text = "y".repeat(8_000);

        assertThat(decoded(new Template(text))).isEqualTo(text);
    }

    private static String decoded(Template template) {
        EmbeddedChannel server =
                new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 65_536));
        server.writeInbound(Unpooled.copiedBuffer(template.bytes()));
        TextWebSocketFrame frame = server.readInbound();
        String text = frame.text();
        frame.release();
        server.finishAndReleaseAll();
        return text;
    }
}
