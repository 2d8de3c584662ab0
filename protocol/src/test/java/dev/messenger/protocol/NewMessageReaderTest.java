package dev.messenger.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each frame is compared with what Jackson makes of it.
final class NewMessageReaderTest {

    private static final String KEY = "\"client_msg_id\":\"0190a000-0000-7000-8000-00000000000f\"";

    /// Of each field what is usual, what is not, and what is refused.
    private static final List<List<String>> FIELDS =
            List.of(
                    List.of(
                            KEY,
                            "\"client_msg_id\":\"0190A000-0000-7000-8000-00000000000F\"",
                            "\"client_msg_id\":\"0190a000-0000-7000-8000-00000000000\"",
                            "\"client_msg_id\":\"0190a000-0000-7000-8000-0000000000000f\"",
                            "\"client_msg_id\":\"0190a000000-0-7000-8000-00000000000f\"",
                            "\"client_msg_id\":\"+190a000-0000-7000-8000-00000000000f\"",
                            "\"client_msg_id\":\"0190a000-0000-7000-8000-0000000000\uff10f\"",
                            "\"client_msg_id\":\"\"",
                            "\"client_msg_id\":null",
                            "\"client_msg_id\":1"),
                    List.of(
                            "\"chat_id\":17",
                            "\"chat_id\":9007199254740991",
                            "\"chat_id\":9007199254740992",
                            "\"chat_id\":99999999999999999999",
                            "\"chat_id\":12345678901234567",
                            "\"chat_id\":\"17\"",
                            "\"chat_id\":17.0",
                            "\"chat_id\":1e1",
                            "\"chat_id\":017",
                            "\"chat_id\":0",
                            "\"chat_id\":-1",
                            "\"chat_id\":",
                            "\"chat_id\":null"),
                    List.of(
                            "\"content\":\"hi\"",
                            "\"content\":\"\"",
                            "\"content\":\"наïve 日本語 👩‍👩‍👧 \u2028 \ufffd \u007f \u0085\"",
                            "\"content\":\"" + "x".repeat(ClientFrame.LONGEST_CONTENT) + "\"",
                            "\"content\":\"" + "😀".repeat(ClientFrame.LONGEST_CONTENT) + "\"",
                            "\"content\":\"" + "x".repeat(ClientFrame.LONGEST_CONTENT + 1) + "\"",
                            "\"content\":\"half \ud83d\"",
                            "\"content\":\"\ude00 half\"",
                            "\"content\":\"say \\\"hi\\\" \\\\ \\n \\u0041\"",
                            "\"content\":\"\\u0000\"",
                            "\"content\":\"\u0000\"",
                            "\"content\":\"tab\t\"",
                            "\"content\":7",
                            "\"content\":null"),
                    List.of(
                            "\"ref\":\"7\"",
                            "\"ref\":\"\"",
                            "\"ref\":\"" + "r".repeat(Command.LONGEST_REF) + "\"",
                            "\"ref\":\"" + "r".repeat(Command.LONGEST_REF + 1) + "\"",
                            "\"ref\":null",
                            "\"ref\":7"),
                    List.of(
                            "\"time_of_day\":\"2026-11-22T10:00:00.123Z\"",
                            "\"time_of_day\":\"2026-11-22 10:00\"",
                            "\"time_of_day\":1700000000000",
                            "\"time_of_day\":\"2026-02-30T10:00:00.123Z\"",
                            "\"time_of_day\":\"0000-11-22T10:00:00.123Z\"",
                            "\"time_of_day\":\"then\"",
                            "\"time_of_day\":null"),
                    List.of("\"reply_to\":3", "\"reply_to\":\"3\"", "\"reply_to\":0"),
                    List.of("\"file\":\"handle\"", "\"file\":\"\"", "\"file\":null"),
                    List.of(
                            "\"file_name\":\"a.txt\"",
                            "\"file_name\":\"" + "f".repeat(256) + "\"",
                            "\"file_name\":\"\""),
                    List.of("\"unknown\":1", "\"chats\":{\"1\":2}", "\"content \":\"\""));

    private static final String BEGINNING = "{\"type\":\"new_message\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"ref\":\"7\"," + KEY + ",\"chat_id\":17,\"content\":\"hi\"}",
                "," + KEY + ",\"chat_id\":17,\"content\":\"привет 😀\",\"ref\":\"1\"}",
                "," + KEY + ",\"chat_id\":17,\"content\":\"\",\"reply_to\":3,\"ref\":\"1\"}",
                ","
                        + KEY
                        + ",\"chat_id\":17,\"content\":\"\",\"time_of_day\":\"2026-11-22T10:00:00.123Z\","
                        + "\"file\":\"handle\",\"file_name\":\"a.txt\",\"ref\":\"1\"}"
            })
    void whatALibraryForJsonWritesIsReadWithoutJackson(String rest) {
        String text = BEGINNING + rest;
        assertThat(NewMessageReader.read(text)).isEqualTo(Json.readByFields(text, Command.class));
    }

    @Test
    void everyOtherFrameIsReadOrRefusedAsJacksonDoesIt() {
        Random random = new Random(25);
        int usual = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = frame(random);
            assertThat(outcome(() -> Json.read(text, Command.class)))
                    .as(text)
                    .isEqualTo(outcome(() -> Json.readByFields(text, Command.class)));
            usual += NewMessageReader.read(text) == null ? 0 : 1;
        }
        assertThat(usual).isBetween(10_000, 90_000);
    }

    @Test
    void aFrameThatIsCutOrChangedAnywhereIsReadOrRefusedAsJacksonDoesIt() {
        String whole = BEGINNING;
        for (List<String> field : FIELDS.subList(0, FIELDS.size() - 1)) {
            whole += "," + field.getFirst();
        }
        whole += "}";
        assertThat(NewMessageReader.read(whole)).isNotNull();
        for (int at = 0; at < whole.length(); at++) {
            assertSame(whole.substring(0, at));
            for (String other : List.of("", "\"", "\\", ",", "}", "{", " ", "0", "e", "\0", "é")) {
                assertSame(whole.substring(0, at) + other + whole.substring(at));
                assertSame(whole.substring(0, at) + other + whole.substring(at + 1));
            }
        }
        assertSame(whole + whole);
    }

    private static String frame(Random random) {
        List<String> fields = new ArrayList<>();
        for (int kind = 0; kind < FIELDS.size(); kind++) {
            boolean isRequired = kind < 3;
            boolean isUnknown = kind == FIELDS.size() - 1;
            if (random.nextInt(20) >= (isRequired ? 1 : isUnknown ? 19 : 12)) {
                fields.add(variant(FIELDS.get(kind), random));
            }
        }
        if (!fields.isEmpty() && random.nextInt(20) == 0) {
            fields.add(fields.getFirst());
        }
        Collections.shuffle(fields, random);
        String space = random.nextInt(20) == 0 ? " " : "";
        StringBuilder frame = new StringBuilder(BEGINNING);
        for (String field : fields) {
            frame.append(space).append(',').append(field);
        }
        return frame.append(space).append('}').toString();
    }

    /// Mostly what is usual.
    private static String variant(List<String> variants, Random random) {
        return random.nextInt(10) == 0
                ? variants.get(random.nextInt(variants.size()))
                : variants.getFirst();
    }

    private static void assertSame(String text) {
        assertThat(outcome(() -> Json.read(text, Command.class)))
                .as(text)
                .isEqualTo(outcome(() -> Json.readByFields(text, Command.class)));
    }

    private static Object outcome(Supplier<Command> reading) {
        try {
            return reading.get();
        } catch (Rejected refused) {
            return List.of(refused.reason(), refused.sentence(), refused.field(), refused.bounds());
        }
    }
}
