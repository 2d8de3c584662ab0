package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetriesTest {

    private static final RandomGenerator LOWEST = () -> 0;
    private static final RandomGenerator HIGHEST = () -> -1; // all bits set

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 120", "60, 120"})
    void theWaitDoublesUpToTheLongest(int attempt, int expected) {
        assertThat(Retries.STANDARD.delay(attempt, Duration.ZERO, LOWEST))
                .isEqualTo(seconds(expected));
    }

    @Test
    void jitterAddsUpToHalfAndNeverTakesAway() {
        assertThat(Retries.STANDARD.delay(1, Duration.ZERO, HIGHEST))
                .isBetween(Duration.ofMillis(14_999), seconds(15));
        assertThat(Retries.STANDARD.delay(1, seconds(60), HIGHEST))
                .isBetween(Duration.ofMillis(89_999), seconds(90));
    }

    @Test
    void whatFcmAsksForIsTheLeastWait() {
        assertThat(Retries.STANDARD.delay(1, seconds(77), LOWEST)).isEqualTo(seconds(77));
        assertThat(Retries.STANDARD.delay(4, seconds(7), LOWEST)).isEqualTo(seconds(80));
    }

    @Test
    void aQuotaErrorWaitsAMinuteByDefault() {
        assertThat(Retries.STANDARD.quota()).isEqualTo(seconds(60));
    }

    @Test
    void noAttemptsAreRefused() {
        assertThatThrownBy(() -> new Retries(0, seconds(1), seconds(1), seconds(1), seconds(1)))
                .hasMessage("attempts: 0 (expected: >= 1)");
    }

    @Test
    void retryAfterIsReadAsSecondsOrAsADate() {
        String inAMinute =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));

        assertThat(RetryAfter.parse("120", seconds(5))).isEqualTo(seconds(120));
        assertThat(RetryAfter.parse(" 0 ", seconds(5))).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parse(inAMinute, seconds(5))).isBetween(seconds(50), seconds(60));
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT", seconds(5)))
                .isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parse("999999999999999999", seconds(5))).isEqualTo(seconds(86_400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "9999999999999999999999"})
    void aRetryAfterOfNeitherFormIsIgnored(String value) {
        assertThat(RetryAfter.parse(value, seconds(5))).isEqualTo(seconds(5));
    }
}
