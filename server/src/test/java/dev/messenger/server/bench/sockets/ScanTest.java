package dev.messenger.server.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class ScanTest {

    private static final ByteBuf FRAME =
            Unpooled.wrappedBuffer(
                    Scan.ascii("{\"seq\":\"no\",\"seq\":415,\"content\":\"00000000000000ff\"}"));

    @Test
    void whatFollowsTheFirstOccurrenceIsFound() {
        int at = Scan.after(Scan.ascii("\"seq\":4"), FRAME, 0, FRAME.writerIndex());

        assertThat(Scan.text(FRAME, at, at + 2)).isEqualTo("15");
    }

    @Test
    void nothingIsFoundBeyondTheEnd() {
        assertThat(Scan.after(Scan.ascii("content"), FRAME, 0, 20)).isNegative();
    }

    @Test
    void numbersAreReadWhereTheyStand() {
        int seq = Scan.after(Scan.ascii("\"seq\":"), FRAME, 8, FRAME.writerIndex());
        int content = Scan.after(Scan.ascii("\"content\":\""), FRAME, 0, FRAME.writerIndex());

        assertThat(Scan.decimal(FRAME, seq)).isEqualTo(415);
        assertThat(Scan.hex(FRAME, content)).isEqualTo(255);
    }
}
