package dev.messenger.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {

    private static final UUID KEY = UUID.fromString("0190a000-0000-7000-8000-000000000001");

    @Test
    void aHelloNamesPositionsByChat() {
        Command hello =
                read(
                        """
                        {"type":"hello","ref":"1","token":"t","device":{"id":"7f","name":"Pixel"},
                         "resume":{"epoch":"k3f9","chats":{"17":412,"22":9}}}
                        """);
        assertThat(hello)
                .isEqualTo(
                        new Command.Hello(
                                Optional.of("1"),
                                Optional.of("t"),
                                Optional.of(
                                        new Command.Device(
                                                Optional.of("7f"), Optional.of("Pixel"))),
                                Optional.of(
                                        new Command.Resume("k3f9", Map.of(17L, 412L, 22L, 9L)))));
    }

    @Test
    void aNewMessageNeedsNoMoreThanKeyChatAndContent() {
        Command message =
                read(
                        """
                        {"type":"new_message","client_msg_id":"0190a000-0000-7000-8000-000000000001",
                         "chat_id":17,"content":"hi"}
                        """);
        assertThat(message)
                .isEqualTo(
                        new Command.NewMessage(
                                Optional.empty(),
                                KEY,
                                17,
                                "hi",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"type":"new_message","client_msg_id":"1","chat_id":1,"content":""} | client_msg_id | INVALID_VALUE
                    {"type":"new_message","client_msg_id":"1-1-1-1-1","chat_id":1,"content":""} | client_msg_id | INVALID_VALUE
                    {"type":"new_message","client_msg_id":"+190a000-0000-7000-8000-000000000001","chat_id":1,"content":""} | client_msg_id | INVALID_VALUE
                    {"type":"new_message","client_msg_id":5,"chat_id":1,"content":""} | client_msg_id | INVALID_TYPE
                    {"type":"new_message","chat_id":1,"content":""} | client_msg_id | MISSING_FIELD
                    {"type":"received","chats":{"x":1}} | chats | INVALID_TYPE
                    {"type":"received","chats":{"1":null}} | chats | INVALID_TYPE
                    {"type":"received","chats":{"1":-1}} | chats | OUT_OF_RANGE
                    {"type":"received","chats":{"0":1}} | chats | OUT_OF_RANGE
                    {"type":"received","chats":[]} | chats | INVALID_TYPE
                    {"type":"received"} | chats | MISSING_FIELD
                    {"type":"sync","chats":{"1":{"after":0,"limit":501}}} | chats | OUT_OF_RANGE
                    {"type":"sync","chats":{"1":{}}} | chats | MISSING_FIELD
                    {"type":"hello","resume":{"epoch":"a"}} | resume | MISSING_FIELD
                    {"type":"hello","ref":7} | ref | INVALID_TYPE
                    {"type":"get_chats","user_id":1} | type | UNKNOWN_TYPE
                    """)
    void aRefusalNamesTheField(String text, String field, Reason reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refusal -> {
                            assertThat(refusal.field()).contains(field);
                            assertThat(refusal.reason()).isEqualTo(reason);
                        });
    }

    @Test
    void theRefOfAFrameThatIsWrongElsewhereIsFound() {
        assertThat(Command.refOf("{\"type\":\"nonsense\",\"ref\":\"9\"}")).contains("9");
        assertThat(Command.refOf("{\"ref\":9}")).isEmpty();
        assertThat(Command.refOf("nonsense")).isEmpty();
    }

    @Test
    void whatAnEventHasNotIsLeftOut() {
        Event ack =
                new Event.Ack(
                        Optional.of("7"),
                        Optional.of(KEY),
                        Optional.of(9001L),
                        17,
                        415,
                        Optional.of(Instant.EPOCH),
                        Optional.empty());
        assertThat(new String(Json.write(ack), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"ack\",\"ref\":\"7\","
                                + "\"client_msg_id\":\"0190a000-0000-7000-8000-000000000001\","
                                + "\"message_id\":9001,\"chat_id\":17,\"seq\":415,"
                                + "\"time_of_day\":\"1970-01-01T00:00:00.000Z\"}");
    }

    private static Command read(String text) {
        return Json.read(text, Command.class);
    }
}
