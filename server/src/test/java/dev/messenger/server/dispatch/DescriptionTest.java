package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the API says of itself. That every answer is as described is checked by [DescribedAnswers],
/// wherever a test gets one; that both documents are valid, by `DescriptionsTest`.
final class DescriptionTest extends WithRest {

    private static final JsonMapper JSON = new JsonMapper();

    /// WIRE's tables once more: who adds a path must describe it, and say so here.
    private static final List<String> PATHS =
            List.of(
                    "POST /registration",
                    "POST /login",
                    "POST /logout",
                    "POST /search",
                    "POST /chat_creating",
                    "POST /get_past_messages",
                    "POST /avatar_upload",
                    "POST /avatar_download",
                    "POST /avatar_delete",
                    "POST /file_upload",
                    "POST /file_download",
                    "GET /v2/sessions",
                    "DELETE /v2/sessions",
                    "DELETE /v2/sessions/{id}",
                    "POST /v2/password",
                    "DELETE /v2/account",
                    "GET /v2/export",
                    "GET /v2/chats",
                    "GET /v2/chats/{id}/messages",
                    "POST /v2/chats/{id}/messages",
                    "GET /v2/chats/{id}/events",
                    "GET /v2/files/{message_id}",
                    "GET /v2/users/{id}/avatar",
                    "GET /healthz",
                    "GET /readyz",
                    "GET /metrics",
                    "GET /openapi.json",
                    "GET /asyncapi.json");

    /// By channel, and by what the server does with them.
    private static final Map<String, List<String>> FRAMES =
            Map.of(
                    "legacy-receive",
                    Operations.TYPES,
                    "legacy-send",
                    List.of(
                            "new_message",
                            "updated_message",
                            "delete_message",
                            "readed_message",
                            "deleted_chat",
                            "get_chats",
                            "update_chat",
                            "error"),
                    "resumable-receive",
                    List.of(
                            "hello",
                            "new_message",
                            "update_message",
                            "archive_message",
                            "archive_chat",
                            "received",
                            "read",
                            "sync"),
                    "resumable-send",
                    List.of(
                            "welcome",
                            "gap",
                            "synced",
                            "behind",
                            "receipt",
                            "goaway",
                            "error",
                            "ack",
                            "new_message",
                            "updated_message",
                            "delete_message",
                            "deleted_chat",
                            "chat_event"));

    private JsonNode paths;
    private JsonNode frames;

    @BeforeEach
    void ask() {
        paths = JSON.readTree(rest.get("/openapi.json", Map.of()).bytes());
        frames = JSON.readTree(rest.get("/asyncapi.json", Map.of()).bytes());
    }

    @Test
    void everyPathIsDescribed() {
        List<String> described = new ArrayList<>();
        paths.get("paths")
                .forEachEntry(
                        (path, methods) ->
                                methods.propertyNames()
                                        .forEach(
                                                method ->
                                                        described.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path)));
        assertThat(described).containsExactlyInAnyOrderElementsOf(PATHS);
    }

    @Test
    void everyFrameIsDescribedInItsChannel() {
        FRAMES.forEach(
                (operation, types) ->
                        assertThat(
                                        strings(
                                                frames.get("operations")
                                                        .get(operation)
                                                        .get("messages"),
                                                message ->
                                                        referred(message).get("name").asString()))
                                .as(operation)
                                .containsExactlyInAnyOrderElementsOf(types));
    }

    @Test
    void everyReasonAndCloseCodeIsDescribed() {
        List<String> reasons = Stream.of(Reason.values()).map(Reason::code).toList();
        for (String schema : List.of("ServerFrame.Failure", "Event.Failure")) {
            assertThat(codes(frames, schema)).containsExactlyElementsOf(reasons);
        }
        assertThat(codes(paths, "Error")).containsExactlyElementsOf(reasons);
        for (JsonNode channel : frames.get("channels")) {
            assertThat(strings(channel.get("x-close-codes"), code -> code.get("code").asString()))
                    .containsExactlyElementsOf(
                            Arrays.stream(CloseCode.values())
                                    .map(code -> Integer.toString(code.code()))
                                    .toList());
        }
    }

    @Test
    void refusalIsDescribedUnderItsStatus() {
        for (JsonNode path : paths.get("paths")) {
            for (JsonNode operation : path) {
                operation
                        .get("responses")
                        .forEachEntry(
                                (status, response) ->
                                        response.at(
                                                        "/content/application~1json/schema/allOf/1/properties/code/enum")
                                                .forEach(
                                                        code ->
                                                                assertThat(
                                                                                HttpErrors.status(
                                                                                        reason(
                                                                                                code)))
                                                                        .as(code.asString())
                                                                        .hasToString(status)));
            }
        }
    }

    @Test
    void boundsAreThoseThatTheRecordsKeepTo() {
        assertThat(property(paths, "AccountApi.Registration", "login"))
                .containsEntry("minLength", "1")
                .containsEntry("maxLength", "50");
        assertThat(property(paths, "AccountApi.Registration", "password"))
                .containsEntry("minLength", "2")
                .containsEntry("maxLength", "72")
                .containsEntry("x-bytes", "{\"minimum\":8,\"maximum\":72}");
        assertThat(property(paths, "AccountApi.Login", "password")).doesNotContainKey("maxLength");
        assertThat(property(paths, "AccountApi.Search", "user_name"))
                .doesNotContainKey("minLength");
        assertThat(property(paths, "ChatApi.NewMessage", "content"))
                .containsEntry("maxLength", "16384");
        assertThat(property(frames, "ClientFrame.UpdateMessage", "message_id"))
                .containsEntry("minimum", "1")
                .containsEntry("maximum", "9007199254740991");
        assertThat(property(frames, "Command.Received", "chats"))
                .containsEntry("maxProperties", "2000");
        assertThat(property(frames, "Command.From", "limit")).containsEntry("maximum", "500");
    }

    @Test
    void whatMayBeAbsentIsNotRequired() {
        assertThat(
                        strings(
                                paths.at("/components/schemas/AccountApi.Login/required"),
                                JsonNode::asString))
                .containsExactly("login", "password");
        assertThat(strings(frames.at("/components/schemas/Event.Ack/required"), JsonNode::asString))
                .containsExactly("type", "chat_id", "seq");
    }

    @Test
    void noWordIsLeftOver() throws IOException {
        TreeSet<String> fields = new TreeSet<>(List.of("id", "session_id"));
        for (JsonNode document : List.of(paths, frames)) {
            document.at("/components/schemas")
                    .forEachEntry(
                            (record, schema) ->
                                    schema.path("properties")
                                            .propertyNames()
                                            .forEach(
                                                    field -> {
                                                        fields.add(field);
                                                        fields.add(record + "." + field);
                                                    }));
        }
        paths.get("paths")
                .forEach(
                        methods ->
                                methods.forEach(
                                        operation ->
                                                operation
                                                        .path("parameters")
                                                        .forEach(
                                                                it ->
                                                                        fields.add(
                                                                                it.get("name")
                                                                                        .asString()))));
        try (var in =
                Reason.class.getResourceAsStream("/dev/messenger/protocol/reference/words.json")) {
            JsonNode words = JSON.readTree(in);
            assertThat(fields).containsAll(words.get("fields").propertyNames());
            assertThat(PATHS).containsAll(words.get("operations").propertyNames());
        }
    }

    private JsonNode referred(JsonNode reference) {
        JsonNode inChannel = frames.at(reference.get("$ref").asString().substring(1));
        return frames.at(inChannel.get("$ref").asString().substring(1));
    }

    private static List<String> codes(JsonNode document, String schema) {
        return strings(
                document.at("/components/schemas/" + schema + "/properties/code/enum"),
                JsonNode::asString);
    }

    private static Map<String, String> property(JsonNode document, String schema, String field) {
        Map<String, String> keywords = new TreeMap<>();
        document.at("/components/schemas/" + schema + "/properties/" + field)
                .forEachEntry(
                        (name, value) ->
                                keywords.put(
                                        name,
                                        value.isValueNode() ? value.asString() : value.toString()));
        return keywords;
    }

    private static Reason reason(JsonNode code) {
        return Reason.valueOf(code.asString().toUpperCase(Locale.ROOT));
    }

    private static List<String> strings(JsonNode array, Function<JsonNode, String> of) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(of.apply(item)));
        return strings;
    }
}
