package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 9110 section 14.1.2 among them, for a file of 10,000 bytes.
final class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-499,       0,    499",
        "bytes=500-999,     500,  999",
        "bytes=-500,        9500, 9999",
        "bytes=9500-,       9500, 9999",
        "bytes=0-0,         0,    0",
        "bytes=0-99999,     0,    9999",
        "bytes=-99999,      0,    9999",
        "BYTES=9999-,       9999, 9999",
    })
    void oneRangeIsAPart(String header, long first, long last) {
        assertThat(ByteRange.parse(header, 10_000)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @CsvSource({"bytes=10000-", "bytes=10000-10001", "bytes=-0"})
    void rangeBehindTheEndCannotBeSatisfied(String header) {
        assertThat(ByteRange.parse(header, 10_000)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=-",
                "bytes=5-4",
                "bytes=0-1,3-4",
                "bytes=a-b",
                "lines=0-1",
                "bytes 0-1",
                "bytes=99999999999999999999-"
            })
    void whatIsNoSingleRangeIsIgnored(String header) {
        assertThat(ByteRange.parse(header, 10_000)).isEqualTo(ByteRange.WHOLE);
    }
}
