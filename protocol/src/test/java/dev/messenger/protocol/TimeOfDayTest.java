package dev.messenger.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeOfDayTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-22                         | 2026-11-22T00:00:00.000Z",
                "2026-11-22T10:00                   | 2026-11-22T10:00:00.000Z",
                "2026-11-22T10:00:01                | 2026-11-22T10:00:01.000Z",
                "2026-11-22 10:00:01                | 2026-11-22T10:00:01.000Z",
                "2026-11-22T10:00:01Z               | 2026-11-22T10:00:01.000Z",
                "2026-11-22T10:00:01.5Z             | 2026-11-22T10:00:01.500Z",
                "2026-11-22T10:00:01.123999999Z     | 2026-11-22T10:00:01.123Z",
                "2026-11-22T10:00:01+03:00          | 2026-11-22T07:00:01.000Z",
                "2026-11-22 10:00:01.1+0300         | 2026-11-22T07:00:01.100Z",
                "2026-11-22 10:00:01 +03            | 2026-11-22T07:00:01.000Z",
                "Sun, 22 Nov 2026 10:00:01 GMT      | 2026-11-22T10:00:01.000Z",
                "Sun, 22 Nov 2026 10:00:01 +0300    | 2026-11-22T07:00:01.000Z",
                "Sun Nov 22 2026 10:00:01 GMT+0300 (Moscow Standard Time) | 2026-11-22T07:00:01.000Z",
                "Sun Nov 22 2026 10:00:01 GMT+0000  | 2026-11-22T10:00:01.000Z",
                "Sun Nov 22 2026 10:00:01 GMT-0330 (Ньюфаундленд) | 2026-11-22T13:30:01.000Z",
            })
    void everySpellingOfTheOriginalIsUnderstood(String given, String shown) {
        assertThat(TimeOfDay.format(TimeOfDay.parse(given))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "10:00",
                "2026-13-01",
                "2026-02-30",
                "2026-11-22T25:00",
                "2026-02-30T10:00:00.000Z",
                "2026-11-22T24:00:00.000Z",
                "2026-11-22T23:59:60.000Z",
                "2026-11-22T10:00:00,000Z",
                "2026-11-22T10:00:00.00\uff10Z",
                "0000-11-22T10:00:00.000Z",
                "22.11.2026",
                "+12026-11-22T10:00:00Z",
                "Mon Nov 22 2026 10:00:01 GMT+0000",
                "2026-11-22T10:00:01Z; DROP TABLE users",
            })
    void anythingElseIsAnError(String given) {
        assertThat(catchThrowableOfType(Rejected.class, () -> TimeOfDay.parse(given)).reason())
                .isIn(Reason.INVALID_VALUE, Reason.OUT_OF_RANGE);
    }

    @Test
    void epochMillisecondsMustBeInFourDigitYears() {
        assertThat(TimeOfDay.format(TimeOfDay.ofEpochMillis(0)))
                .isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(TimeOfDay.format(TimeOfDay.ofEpochMillis(-1)))
                .isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(
                        catchThrowableOfType(
                                        Rejected.class,
                                        () -> TimeOfDay.ofEpochMillis(253_402_300_800_000L))
                                .reason())
                .isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(
                        catchThrowableOfType(
                                        Rejected.class,
                                        () -> TimeOfDay.ofEpochMillis(Long.MAX_VALUE))
                                .reason())
                .isEqualTo(Reason.OUT_OF_RANGE);
    }

    @Test
    void allYearsOfFourDigitsAreShownAsIso8601() {
        DateTimeFormatter iso =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC);
        long first = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
        long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        LongStream.concat(LongStream.of(first, last), new Random(7).longs(10_000, first, last))
                .mapToObj(Instant::ofEpochMilli)
                .forEach(
                        time -> {
                            assertThat(TimeOfDay.format(time)).isEqualTo(iso.format(time));
                            assertThat(TimeOfDay.parse(TimeOfDay.format(time))).isEqualTo(time);
                        });
    }
}
