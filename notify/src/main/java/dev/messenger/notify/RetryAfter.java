package dev.messenger.notify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Reads the header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
final class RetryAfter {

    /// Past any patience, and far from the overflow of a Duration in nanoseconds.
    private static final Duration DAY = Duration.ofDays(1);

    private RetryAfter() {}

    /// What the header asks for, at most a day; `otherwise` where it is neither form.
    static Duration parse(String value, Duration otherwise) {
        String text = value.strip();
        if (text.matches("\\d{1,18}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return bounded(Duration.between(Instant.now(), at));
        } catch (DateTimeException notADate) {
            return otherwise;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(DAY) < 0 ? wait : DAY;
    }
}
