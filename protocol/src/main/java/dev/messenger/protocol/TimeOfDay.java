package dev.messenger.protocol;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The sender's clock, in all the spellings that the original's database took: ISO 8601 with `T` or a
/// space, RFC 1123, what `Date.prototype.toString` prints, and epoch milliseconds.
///
/// No zone means UTC. Fractions of milliseconds are cut off.
public final class TimeOfDay {

    /// Years 0001 to 9999, which every reader of ISO 8601 understands.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final int NANOS_OF_MILLI = 1_000_000;
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int SECONDS_OF_HOUR = 3_600;
    private static final int SECONDS_OF_DAY = 86_400;

    private static final byte[] EPOCH =
            "1970-01-01T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);

    /// Of a time as it is shown.
    static final int LENGTH = EPOCH.length;

    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendPattern("['T'][' ']HH:mm")
                    .optionalStart()
                    .appendPattern(":ss")
                    .optionalStart()
                    .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .optionalEnd()
                    .optionalEnd()
                    .optionalStart()
                    .appendPattern("[' '][XXX][XX][X]")
                    .optionalEnd()
                    .optionalEnd()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    /// For example `Sun Nov 22 2026 10:00:00 GMT+0300 (Moscow Standard Time)`; what stands in brackets
    /// depends on the client's language and says nothing new.
    private static final DateTimeFormatter JAVASCRIPT =
            DateTimeFormatter.ofPattern("EEE MMM dd uuuu HH:mm:ss 'GMT'xx", Locale.ENGLISH)
                    .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    private static final List<DateTimeFormatter> FORMATS =
            List.of(ISO, DateTimeFormatter.RFC_1123_DATE_TIME, JAVASCRIPT);

    private TimeOfDay() {}

    /// @throws Rejected if it is none of the spellings
    static Instant parse(String text) {
        Instant usual = parseAsShown(text);
        return usual == null ? parseByFormats(text) : inRange(usual);
    }

    /// What [#format] shows, and so does `Date.prototype.toISOString`, which most clients send: the
    /// formatters make dozens of objects of it.
    ///
    /// @return null if it is anything else
    private static @Nullable Instant parseAsShown(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean isDigit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (isDigit != (EPOCH[i] <= '9' && EPOCH[i] >= '0')
                    || (!isDigit && text.charAt(i) != EPOCH[i])) {
                return null;
            }
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 2),
                            number(text, 8, 2),
                            number(text, 11, 2),
                            number(text, 14, 2),
                            number(text, 17, 2),
                            number(text, 20, 3) * NANOS_OF_MILLI)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static int number(String text, int from, int count) {
        return Integer.parseInt(text, from, from + count, 10);
    }

    private static Instant parseByFormats(String text) {
        int bracket = text.indexOf(" (");
        String plain = bracket > 0 && text.endsWith(")") ? text.substring(0, bracket) : text;
        for (DateTimeFormatter format : FORMATS) {
            try {
                TemporalAccessor parsed =
                        format.parseBest(
                                plain, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
                return inRange(
                        switch (parsed) {
                            case ZonedDateTime zoned -> zoned.toInstant();
                            case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                            default ->
                                    ((LocalDate) parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
                        });
            } catch (DateTimeParseException notThisOne) {
                // The next format may take it.
            }
        }
        throw Rejected.because(Reason.INVALID_VALUE, "This is not a date that can be understood.");
    }

    /// @throws Rejected if it is outside the years 1 to 9999
    static Instant ofEpochMillis(long millis) {
        try {
            return inRange(Instant.ofEpochMilli(millis));
        } catch (DateTimeException e) {
            throw Rejected.because(Reason.OUT_OF_RANGE, "The date must be in the years 1 to 9999.");
        }
    }

    /// ISO 8601 in UTC with milliseconds, of years that have four digits.
    public static String format(Instant time) {
        byte[] text = new byte[LENGTH];
        format(time, text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// The same in ASCII, in [#LENGTH] bytes of a buffer. Without a [DateTimeFormatter]: each message
    /// shows its time twice, and that took a fiftieth of all its processor time.
    static void format(Instant time, byte[] buffer, int at) {
        long seconds = time.getEpochSecond();
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_OF_DAY));
        int second = Math.floorMod(seconds, SECONDS_OF_DAY);
        System.arraycopy(EPOCH, 0, buffer, at, LENGTH);
        digits(buffer, at, 4, day.getYear());
        digits(buffer, at + 5, 2, day.getMonthValue());
        digits(buffer, at + 8, 2, day.getDayOfMonth());
        digits(buffer, at + 11, 2, second / SECONDS_OF_HOUR);
        digits(buffer, at + 14, 2, second / SECONDS_OF_MINUTE % MINUTES_OF_HOUR);
        digits(buffer, at + 17, 2, second % SECONDS_OF_MINUTE);
        digits(buffer, at + 20, 3, time.getNano() / NANOS_OF_MILLI);
    }

    private static void digits(byte[] buffer, int from, int count, int number) {
        int left = number;
        for (int i = from + count - 1; i >= from; i--) {
            buffer[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static Instant inRange(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw Rejected.because(Reason.OUT_OF_RANGE, "The date must be in the years 1 to 9999.");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
