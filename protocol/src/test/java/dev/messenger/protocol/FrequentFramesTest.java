package dev.messenger.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/// Each frame is compared with what Jackson makes of it.
final class FrequentFramesTest {

    private static final UUID ID = UUID.fromString("0198a1b2-00ff-7abc-8def-000000000001");
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.120Z");
    private static final long FIRST_DAY = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long DAY_AFTER_THE_LAST =
            Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();

    @Test
    void everyCharacterIsWrittenAsJacksonWritesIt() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> point < 0x10000 || point % 251 == 0)
                .forEach(
                        point -> {
                            String text = "a" + Character.toString(point) + "z";
                            assertSame(message(text, "", "", Optional.empty()));
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "say \"hi\" \\ to </script>\r\n\tall",
                "наïve 日本語 👩‍👩‍👧‍👦 \u2028",
                "bell \u0007 and end \u007f"
            })
    void everyTextOfAMessageMayHoldAnything(String text) {
        assertSame(message(text, "", "", Optional.empty()));
        assertSame(message("", text, "", Optional.empty()));
        assertSame(message("", "", text, Optional.empty()));
        assertSame(message("", "", "", Optional.of(text)));
        assertSame(ack(Optional.of(text), 1, 1));
        assertSame(welcome(Optional.of(text), text, Map.of()));
        assertSame(new Event.Synced(Optional.of(text), Optional.empty()));
        assertSame(
                new Command.NewMessage.Same(
                        1,
                        text,
                        Optional.empty(),
                        Optional.of(text),
                        Optional.of(text),
                        Optional.empty()));
    }

    @Test
    void longTextsAreWrittenWhole() {
        for (String part : List.of("x", "\"", "я", "語", "😀")) {
            for (int times : List.of(681, 682, 683, 2_047, 2_048, 30_000)) {
                assertSame(message(part.repeat(times), "", "", Optional.empty()));
            }
        }
    }

    @Test
    void numbersAreWrittenInAllTheirLengths() {
        LongStream.iterate(1, power -> power <= Long.MAX_VALUE / 10, power -> power * 10)
                .flatMap(power -> LongStream.of(power - 1, power, -power, 7 * power + 3))
                .forEach(number -> assertSame(ack(Optional.empty(), number, -number)));
        assertSame(ack(Optional.empty(), Long.MAX_VALUE, Long.MIN_VALUE));
    }

    @Test
    void whatIsEmptyIsLeftOut() {
        for (int set = 0; set < 32; set++) {
            assertSame(
                    new Event.Ack(
                            some(set, 1, "r"),
                            some(set, 2, ID),
                            some(set, 4, 8L),
                            1,
                            2,
                            some(set, 8, TIME),
                            some(set, 16, true)));
            assertSame(
                    new Event.NewMessage(
                            1,
                            2,
                            3,
                            4,
                            5,
                            "hi",
                            TIME,
                            (set & 8) != 0,
                            (set & 16) != 0,
                            "a.txt",
                            "text",
                            some(set, 1, "handle"),
                            some(set, 2, 8L),
                            ID,
                            some(set, 4, true)));
        }
    }

    @Test
    void whoComesBackIsToldEachHead() {
        Map<Long, Long> heads = new TreeMap<>();
        for (long chat = 1; chat <= 3; chat++) {
            assertSame(welcome(Optional.empty(), "k3f9", heads));
            heads.put(chat * 1_000_000_007, chat);
        }
        assertSame(new Event.Synced(Optional.empty(), Optional.empty()));
        assertSame(new Event.Synced(Optional.empty(), Optional.of(Map.of(17L, true))));
        assertSame(new Event.Receipt(17, 9, 415, 411));
    }

    @Test
    void whatIsHashedHasANullForWhatIsEmpty() {
        for (int set = 0; set < 16; set++) {
            assertSame(
                    new Command.NewMessage.Same(
                            17,
                            "hi",
                            some(set, 1, 8L),
                            some(set, 2, "handle"),
                            some(set, 4, "a.txt"),
                            some(set, 8, TIME)));
        }
    }

    @Test
    void keysAndTimesAreWrittenInAllTheirDigits() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            assertSame(
                    new Event.Ack(
                            Optional.empty(),
                            Optional.of(new UUID(random.nextLong(), random.nextLong())),
                            Optional.empty(),
                            1,
                            2,
                            Optional.of(
                                    Instant.ofEpochMilli(
                                            random.nextLong(FIRST_DAY, DAY_AFTER_THE_LAST))),
                            Optional.empty()));
        }
    }

    private static <T> Optional<T> some(int set, int bit, T value) {
        return (set & bit) == 0 ? Optional.empty() : Optional.of(value);
    }

    private static Event.Ack ack(Optional<String> ref, long chatId, long seq) {
        return new Event.Ack(
                ref,
                Optional.empty(),
                Optional.empty(),
                chatId,
                seq,
                Optional.empty(),
                Optional.empty());
    }

    private static Event.Welcome welcome(
            Optional<String> ref, String epoch, Map<Long, Long> heads) {
        return new Event.Welcome(
                ref, 5, ID, epoch, TIME, 25_000, "ok", new Event.Limits(65_536, 64, 500), heads);
    }

    private static Event.NewMessage message(
            String content, String fileName, String fileType, Optional<String> file) {
        return new Event.NewMessage(
                1,
                2,
                3,
                4,
                5,
                content,
                TIME,
                false,
                false,
                fileName,
                fileType,
                file,
                Optional.empty(),
                ID,
                Optional.empty());
    }

    private static void assertSame(Record frame) {
        assertThat(outcome(() -> Json.write(frame)))
                .isEqualTo(
                        outcome(
                                () -> {
                                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                                    Json.writeByFields(bytes, frame);
                                    return bytes.toByteArray();
                                }));
    }

    /// Halves of surrogate pairs may be refused, but by both.
    private static String outcome(Supplier<byte[]> writing) {
        try {
            return new String(writing.get(), StandardCharsets.ISO_8859_1);
        } catch (JacksonException e) {
            return e.toString();
        }
    }
}
