package dev.messenger.server.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(FailsOnLeaks.class)
final class TextFrameTest {

    @Test
    void aFrameIsItsJsonBehindAnUnmaskedHeader() {
        ByteBuf frame = TextFrame.encode(new ServerFrame.DeleteMessage(7));
        String json = "{\"type\":\"delete_message\",\"message_id\":7}";
        assertThat(ByteBufUtil.hexDump(frame, 0, 2)).isEqualTo("8128");
        assertThat(frame.toString(2, frame.readableBytes() - 2, UTF_8)).isEqualTo(json);
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "125, 817d",
        "126, 817e007e",
        "65535, 817effff",
        "65536, 817f0000000000010000"
    })
    void theLengthTakesSevenSixteenOrSixtyFourBits(int length, String header) {
        ByteBuf frame = TextFrame.encode(new byte[length]);
        int headerBytes = header.length() / 2;
        assertThat(frame.readableBytes()).isEqualTo(headerBytes + length);
        assertThat(ByteBufUtil.hexDump(frame, 0, headerBytes)).isEqualTo(header);
        frame.release();
    }

    @Test
    void nothingCanBeAppendedToSharedMemory() {
        ByteBuf frame = TextFrame.encode(new byte[100]);
        assertThat(frame.isDirect()).isTrue();
        assertThat(frame.duplicate().ensureWritable(1, false)).isEqualTo(1);
        frame.release();
    }
}
