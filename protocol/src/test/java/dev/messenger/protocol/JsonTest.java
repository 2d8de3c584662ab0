package dev.messenger.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    private static final String NEW_MESSAGE =
            """
            {"type":"new_message","chat_id":17,"sender_id":5,"recipient_id":9,"content":"hi",
             "time_of_day":"2026-11-22T10:00:00.123Z","file_name":"","service_file":""}
            """;

    @Test
    void nothingOfOneAnswerIsLeftInTheNext() {
        String text = "x".repeat(3 * Scratch.LONGEST);
        assertThat(Json.write(text)).hasSize(text.length() + 2);
        assertThatThrownBy(() -> Json.write(List.of("before", new Faulty("a"))))
                .hasRootCauseMessage("faulty");
        assertThat(Json.write(List.of(1))).asString().isEqualTo("[1]");
    }

    @Test
    void thoseThatWriteAtOnceWriteEachTheirOwn() {
        assertThat(IntStream.range(0, 5_000).parallel())
                .allMatch(
                        i ->
                                new String(
                                                Json.write(List.of(i, "y".repeat(i % 100))),
                                                StandardCharsets.UTF_8)
                                        .equals("[" + i + ",\"" + "y".repeat(i % 100) + "\"]"));
    }

    record Faulty(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("faulty");
        }
    }

    @Test
    void frameIsToldByItsTypeWhereverThatStands() {
        ClientFrame expected =
                new ClientFrame.NewMessage(
                        17,
                        5,
                        9,
                        "hi",
                        Instant.parse("2026-11-22T10:00:00.123Z"),
                        Optional.empty(),
                        Optional.empty());
        assertThat(Json.read(NEW_MESSAGE, ClientFrame.class)).isEqualTo(expected);

        String typeLast =
                NEW_MESSAGE.replace("\"type\":\"new_message\",", "").strip().replace("}", "")
                        + ",\"type\":\"new_message\"}";
        assertThat(Json.read(typeLast, ClientFrame.class)).isEqualTo(expected);
    }

    @Test
    void integersComeAsDecimalStringsToo() {
        assertThat(
                        Json.read(
                                "{\"type\":\"archive_chat\",\"chat_id\":\"17\",\"user_id\":\"5\"}",
                                ClientFrame.class))
                .isEqualTo(new ClientFrame.ArchiveChat(17, 5));
    }

    @Test
    void formsAreReadIntoTheSameRecords() {
        assertThat(
                        Json.read(
                                Map.of("user_id_1", "5", "user_id_2", "9", "login", "a"),
                                ChatApi.Creation.class))
                .isEqualTo(
                        new ChatApi.Creation(
                                Optional.of(5L), 9, Optional.of("a"), Optional.empty()));
    }

    @Test
    void oddSpellingsAreKept() {
        assertThat(
                        json(
                                new ServerFrame.NewMessage(
                                        1,
                                        2,
                                        3,
                                        4,
                                        "é",
                                        Instant.parse("2026-11-22T10:00:00Z"),
                                        false,
                                        false,
                                        "a.png",
                                        "image")))
                .isEqualTo(
                        "{\"type\":\"new_message\",\"message_id\":1,\"chat_id\":2,\"sender_id\":3,"
                                + "\"recipient_id\":4,\"content\":\"é\","
                                + "\"time_of_day\":\"2026-11-22T10:00:00.000Z\",\"is_readed\":false,"
                                + "\"is_edited\":false,\"file_name\":\"a.png\",\"fileType\":\"image\"}");
        assertThat(
                        json(
                                new ChatApi.PastMessage(
                                        1,
                                        2,
                                        3,
                                        4,
                                        "",
                                        Instant.EPOCH,
                                        true,
                                        false,
                                        "h",
                                        "other",
                                        "n")))
                .contains("\"is_readed\":true")
                .contains("\"file\":\"h\",\"file_type\":\"other\",\"originalfile\":\"n\"");
    }

    @Test
    void chatRowIsFlatInUpdateChatAndNestedInGetChats() {
        var row = new ServerFrame.ChatRow(1, 2, "Ann", true, "", "", 0);
        String flat =
                "\"chat_id\":1,\"id\":2,\"user_name\":\"Ann\",\"avatar\":true,\"last_message\":\"\","
                        + "\"last_message_time\":\"\",\"not_readed_messages\":0}";
        assertThat(json(new ServerFrame.UpdateChat(row)))
                .isEqualTo("{\"type\":\"update_chat\"," + flat);
        assertThat(json(new ServerFrame.Chats(List.of(row))))
                .isEqualTo("{\"type\":\"get_chats\",\"chats\":[{" + flat + "]}");
    }

    @Test
    void failureLeavesOutWhatItDoesNotKnow() {
        assertThat(
                        json(
                                new ServerFrame.Failure(
                                        "not_found", "No.", Optional.empty(), Optional.of(5L))))
                .isEqualTo(
                        "{\"type\":\"error\",\"code\":\"not_found\",\"message\":\"No.\","
                                + "\"retry_after_ms\":5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "5",
                "\"x\"",
                "{\"chat_id\":1} {}",
                "{\"chat_id\":NaN}",
                "{'chat_id':1}",
                "{\"chat_id\":1,}",
                "{\"chat_id\":1,\"chat_id\":1}",
                "\ufeff{\"chat_id\":1}",
                "{\"chat_id\":01}",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
            })
    void whatIsNoJsonObjectIsRefused(String text) {
        assertThat(refusal(text, ChatApi.History.class).reason()).isEqualTo(Reason.INVALID_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                   | chat_id | MISSING_FIELD",
                "{\"chat_id\":null}                   | chat_id | MISSING_FIELD",
                "{\"chat_id\":\"\"}                   | chat_id | INVALID_TYPE",
                "{\"chat_id\":\" 5\"}                 | chat_id | INVALID_TYPE",
                "{\"chat_id\":5.0}                    | chat_id | INVALID_TYPE",
                "{\"chat_id\":true}                   | chat_id | INVALID_TYPE",
                "{\"chat_id\":[5]}                    | chat_id | INVALID_TYPE",
                "{\"chat_id\":{}}                     | chat_id | INVALID_TYPE",
                "{\"chat_id\":0}                      | chat_id | OUT_OF_RANGE",
                "{\"chat_id\":-1}                     | chat_id | OUT_OF_RANGE",
                "{\"chat_id\":9007199254740992}       | chat_id | OUT_OF_RANGE",
                "{\"chat_id\":9223372036854775808}    | chat_id | OUT_OF_RANGE",
                "{\"chat_id\":1,\"offset\":-1}        | offset  | OUT_OF_RANGE",
                "{\"chat_id\":1,\"offset\":\"x\"}     | offset  | INVALID_TYPE",
                "{\"chat_id\":1,\"login\":5}          | login   | INVALID_TYPE",
                "{\"chat_id\":1,\"login\":false}      | login   | INVALID_TYPE",
                "{\"chat_id\":1,\"login\":\"\\u0000\"}| login   | INVALID_CHARACTER",
                "{\"chat_id\":1,\"login\":\"\\ud800\"}| login   | INVALID_CHARACTER",
            })
    void fieldAtFaultIsNamed(String text, String field, Reason reason) {
        Rejected refusal = refusal(text, ChatApi.History.class);
        assertThat(refusal.field()).contains(field);
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @Test
    void boundsOfLengthsAreInCodePointsAndThePasswordsInBytes() {
        String fifty = "\ud83d\ude00".repeat(50);
        Json.read(registration(fifty, "x".repeat(8)), AccountApi.Registration.class);
        Json.read(registration(fifty, "é".repeat(36)), AccountApi.Registration.class);

        assertThat(refusal(registration(fifty + "x", "12345678"), AccountApi.Registration.class))
                .extracting(Rejected::reason, Rejected::field)
                .containsExactly(Reason.TOO_LONG, Optional.of("user_name"));
        assertThat(refusal(registration("x", "1234567"), AccountApi.Registration.class))
                .extracting(Rejected::reason, Rejected::field)
                .containsExactly(Reason.TOO_SHORT, Optional.of("password"));
        assertThat(refusal(registration("x", "é".repeat(36) + "x"), AccountApi.Registration.class))
                .extracting(Rejected::reason, Rejected::field)
                .containsExactly(Reason.TOO_LONG, Optional.of("password"));
    }

    @Test
    void unknownTypeOfFrameIsToldFromAMissingOne() {
        assertThat(refusal("{\"type\":\"x\"}", ClientFrame.class))
                .extracting(Rejected::reason, Rejected::field)
                .containsExactly(Reason.UNKNOWN_TYPE, Optional.of("type"));
        assertThat(refusal("{}", ClientFrame.class))
                .extracting(Rejected::reason, Rejected::field)
                .containsExactly(Reason.MISSING_FIELD, Optional.of("type"));
    }

    @Test
    void fileNameAndHandleGoTogether() {
        assertThat(
                        refusal(
                                NEW_MESSAGE.replace(
                                        "\"file_name\":\"\"", "\"file_name\":\"a.png\""),
                                ClientFrame.class))
                .extracting(Rejected::reason, Rejected::field)
                .containsExactly(Reason.MISSING_FIELD, Optional.of("service_file"));
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertThat(
                        Json.read(
                                "{\"type\":\"get_chats\",\"user_id\":1,\"x\":{\"y\":[1]}}",
                                ClientFrame.class))
                .isEqualTo(new ClientFrame.GetChats(1));
    }

    private static String registration(String name, String password) {
        return "{\"user_name\":\"%s\",\"login\":\"l\",\"password\":\"%s\"}"
                .formatted(name, password);
    }

    private static Rejected refusal(String text, Class<?> type) {
        return catchThrowableOfType(Rejected.class, () -> Json.read(text, type));
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
