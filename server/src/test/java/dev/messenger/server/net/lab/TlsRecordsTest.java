package dev.messenger.server.net.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.LabEvent.TlsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records, however the stream is cut.
final class TlsRecordsTest {

    /// A handshake record of 3 bytes, an empty one, and one of application data that goes on.
    private static final String STREAM = "1603010003aabbcc" + "1403030000" + "1703030005dd";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 100})
    void eachRecordIsFoundOnceHoweverTheStreamIsCut(int size) {
        TlsRecords records = new TlsRecords();
        List<TlsRecord> found = new ArrayList<>();
        ByteBuf stream = bytes(STREAM);
        while (stream.isReadable()) {
            int next = Math.min(size, stream.readableBytes());
            ByteBuf part = stream.readSlice(next);
            found.addAll(records.in(part));
            assertThat(part.readableBytes()).isEqualTo(next);
        }
        assertThat(found)
                .containsExactly(
                        new TlsRecord(22, "0301", 3),
                        new TlsRecord(20, "0303", 0),
                        new TlsRecord(23, "0303", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"474554202f", "1903030000", "1302030000"})
    void whatIsNoHeadOfARecordIsNotTakenForOne(String hex) {
        TlsRecords records = new TlsRecords();
        assertThat(records.in(bytes(hex))).isEmpty();
        assertThat(records.in(bytes(STREAM))).isEmpty();
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
