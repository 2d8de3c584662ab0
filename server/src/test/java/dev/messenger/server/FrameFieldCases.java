package dev.messenger.server;

import dev.messenger.server.dispatch.BadInput;
import dev.messenger.server.dispatch.BadInput.Case;
import dev.messenger.server.dispatch.BadInput.Kind;
import dev.messenger.server.dispatch.BadInput.Shape;
import dev.messenger.server.dispatch.Operations;
import dev.messenger.server.dispatch.Operations.Cast;
import java.util.List;
import java.util.stream.Stream;

/// Every field of every frame with every bad value: the table of [Operations], on the wire.
final class FrameFieldCases {

    /// The years 1 to 9999, in milliseconds.
    private static final long EARLIEST = -62_135_596_800_000L;

    private static final long LATEST = 253_402_300_799_999L;

    private final Cast cast;
    private final long said;
    private final long heard;

    /// @param said a message of the caller's
    /// @param heard a message to the caller
    FrameFieldCases(Cast cast, long said, long heard) {
        this.cast = cast;
        this.said = said;
        this.heard = heard;
    }

    Stream<FrameCase> fields() {
        return Operations.TYPES.stream()
                .flatMap(
                        type ->
                                BadInput.inJson(Operations.frame(type, cast, message(type), "", ""))
                                        .stream()
                                        .filter(FrameFieldCases::isBad)
                                        .map(bad -> frame(type, bad)));
    }

    /// `"delete": true` is as good as it can be.
    private static boolean isBad(Case one) {
        return one.kind() != Kind.OPTIONAL_FLAG || one.value().shape() != Shape.FLAG;
    }

    private long message(String type) {
        return type.equals("is_readed_message") ? heard : said;
    }

    private static FrameCase frame(String type, Case bad) {
        String json = bad.value().json();
        Object value = json.isEmpty() ? "" : Rest.object("{\"v\":" + json + "}").get("v");
        String answer =
                bad.expected()
                        .map(reason -> "error " + reason.code() + " " + bad.field())
                        .orElseGet(() -> answer(type, bad, value == null ? "" : value.toString()));
        return FrameCase.text(type + ": " + bad, Operations.typed(type, bad.json()), answer)
                .growing(
                        switch (type) {
                            case "new_message" -> "messages";
                            case "update_message" -> "changes";
                            default -> "";
                        });
    }

    /// What is right for a value of the right type.
    private static String answer(String type, Case bad, String value) {
        String field = bad.field();
        return switch (field) {
            case "sender_id", "user_id" -> "error forbidden " + field;
            case "recipient_id" -> "error invalid_value recipient_id";
            case "chat_id", "message_id", "deleting_message_id" -> "error not_found " + field;
            case "file_name" -> value.isEmpty() ? type : "error missing_field service_file";
            case "service_file" -> value.isEmpty() ? type : "error missing_field file_name";
            case "time_of_day" ->
                    Long.parseLong(value) < EARLIEST || Long.parseLong(value) > LATEST
                            ? "error out_of_range time_of_day"
                            : type;
            default -> type.equals("update_message") ? "updated_message" : type;
        };
    }

    /// Types that are none, or not even text.
    Stream<FrameCase> types() {
        return Stream.of(
                        List.of("null", "missing_field"),
                        List.of("\"\"", "unknown_type"),
                        List.of("\"x\"", "unknown_type"),
                        List.of("\"GET_CHATS\"", "unknown_type"),
                        List.of("\" get_chats\"", "unknown_type"),
                        List.of("\"get_chats\\u0000\"", "unknown_type"),
                        List.of("\"\\ud800\"", "unknown_type"),
                        List.of("\"hello\"", "unknown_type"),
                        List.of("\"error\"", "unknown_type"),
                        List.of("\"welcome\"", "unknown_type"),
                        List.of("\"java.lang.String\"", "unknown_type"),
                        List.of("\"dev.messenger.protocol.ClientFrame$GetChats\"", "unknown_type"),
                        List.of("\"' OR '1'='1\"", "unknown_type"),
                        List.of("\"" + "x".repeat(1000) + "\"", "unknown_type"),
                        List.of("5", "unknown_type"),
                        List.of("5.5", "unknown_type"),
                        List.of("true", "unknown_type"),
                        List.of("[]", "missing_field"),
                        List.of("[\"get_chats\"]", "missing_field"),
                        List.of("{}", "missing_field"))
                .map(
                        it ->
                                FrameCase.text(
                                        "type = " + RequestCase.brief(it.getFirst()),
                                        "{\"type\":%s,\"user_id\":%d}"
                                                .formatted(it.getFirst(), cast.ann()),
                                        "error " + it.getLast() + " type"));
    }

    /// JSON without fields.
    Stream<FrameCase> scalars() {
        return Stream.of("true", "5", "-1.5e3", "\"get_chats\"")
                .map(it -> FrameCase.text("scalar: " + it, it, "error missing_field type"));
    }

    /// What is no JSON object, or not one object.
    Stream<FrameCase> noObjects() {
        String good = "{\"type\":\"get_chats\",\"user_id\":" + cast.ann() + "}";
        return Stream.of(
                        "",
                        " ",
                        "{",
                        "}",
                        "[]",
                        "null",
                        "get_chats",
                        "[" + good + "]",
                        good + good,
                        good + " x",
                        good + "]",
                        "\ufeff" + good,
                        good.replace("}", ",}"),
                        good.replace("}", ",\"user_id\":1}"),
                        good.replace("}", ",\"type\":\"get_chats\"}"),
                        good.replace("}", ",\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"),
                        good.replace("}", ",\"a\":" + "[".repeat(30_000) + "}"),
                        good.replace("}", ",\"a\":" + "9".repeat(1000) + "}"),
                        good.replace("}", ",\"" + "n".repeat(1000) + "\":1}"),
                        good.replace("\"", "'"),
                        good + "\u0000",
                        "/* */" + good,
                        good + "//")
                .map(
                        text ->
                                FrameCase.text(
                                        "no object: " + RequestCase.brief(text),
                                        text,
                                        "error invalid_json"));
    }
}
