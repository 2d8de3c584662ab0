package dev.messenger.server.dispatch;

import dev.messenger.server.dispatch.BadInput.Field;
import dev.messenger.server.dispatch.BadInput.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every REST path with a body but `/file_upload` takes, every query, and every frame: WIRE's tables
/// once more, with what is good for Ann, who chats with Bob but not with Eve.
public final class Operations {

    /// @param ownId the field for the caller's id; empty if there is none
    /// @param byToken whether nothing but a token will do
    public record Operation(
            String path, Optional<String> ownId, boolean byToken, Map<String, Field> fields) {}

    /// @param ann the caller's id; `login` and `password` are hers
    /// @param chat of Ann and Bob, with messages
    public record Cast(long ann, String login, String password, long bob, long eve, long chat) {}

    private Operations() {}

    public static final List<String> PATHS =
            List.of(
                    "/registration",
                    "/login",
                    "/logout",
                    "/search",
                    "/get_past_messages",
                    "/avatar_upload",
                    "/avatar_download",
                    "/avatar_delete",
                    "/file_download",
                    "/chat_creating");

    /// Those that take a token and a body.
    static final List<String> BY_TOKEN = List.of("/v2/chats/{id}/messages");

    /// Those that take a token and a query.
    static final List<String> QUERIES = List.of("/v2/chats/{id}/messages", "/v2/chats/{id}/events");

    public static final List<String> TYPES =
            List.of(
                    "new_message",
                    "update_message",
                    "archive_message",
                    "is_readed_message",
                    "archive_chat",
                    "get_chats",
                    "update_chat");

    /// @param newLogin for `/registration`
    /// @param message of the chat; for `/file_download` it has a file
    public static Operation of(String path, Cast cast, String newLogin, long message) {
        return switch (path) {
            case "/registration" ->
                    open(path)
                            .with("user_name", Kind.TEXT, "\"New\"", 50)
                            .with("login", Kind.TEXT, quoted(newLogin), 50)
                            .with("password", Kind.TEXT, "\"12345678\"", 72)
                            .done();
            case "/login" ->
                    open(path)
                            .with("login", Kind.TEXT, quoted(cast.login()))
                            .with("password", Kind.TEXT, quoted(cast.password()))
                            .with("FCMtoken", Kind.OPTIONAL_TEXT, "\"phone\"", 4096)
                            .done();
            case "/search" -> open(path).with("user_name", Kind.TEXT, "\"n\"", 50).done();
            case "/avatar_download" -> open(path).with("user_id", Kind.ID, cast.ann()).done();
            case "/logout" -> user(path, "id", cast).done();
            case "/avatar_delete" -> user(path, "id", cast).done();
            case "/avatar_upload" ->
                    user(path, "user_id", cast).with("file", Kind.TEXT, "\"iVBORw0KGgo=\"").done();
            case "/file_upload" -> user(path, "user_id", cast).done();
            case "/file_download" ->
                    user(path, "user_id", cast).with("message_id", Kind.ID, message).done();
            case "/chat_creating" ->
                    user(path, "user_id_1", cast).with("user_id_2", Kind.ID, cast.eve()).done();
            case "/get_past_messages" ->
                    user(path, "id", cast)
                            .with("chat_id", Kind.ID, cast.chat())
                            .with("offset", Kind.OFFSET, "0")
                            .done();
            default -> throw new IllegalArgumentException(path);
        };
    }

    /// @param message of the chat
    /// @param handle of an upload
    static Operation byToken(String path, Cast cast, long message, String handle) {
        return switch (path) {
            case "/v2/chats/{id}/messages" ->
                    ofChat(path, cast)
                            .with(
                                    "client_msg_id",
                                    Kind.KEY,
                                    "\"0190a000-0000-7000-8000-000000000001\"")
                            .with("content", Kind.TEXT, "\"hi\"", 16_384)
                            .with("reply_to", Kind.OPTIONAL_ID, message)
                            .with("file", Kind.OPTIONAL_TEXT, quoted(handle), 255)
                            .with("file_name", Kind.OPTIONAL_TEXT, "\"a.png\"", 255)
                            .with("time_of_day", Kind.OPTIONAL_TIME, "\"2026-11-22T10:00:00Z\"")
                            .done();
            default -> throw new IllegalArgumentException(path);
        };
    }

    static Operation query(String path, Cast cast) {
        Table table = ofChat(path, cast);
        return switch (path) {
            case "/v2/chats/{id}/messages" ->
                    table.with("before_seq", Kind.OPTIONAL_ID, "2")
                            .with("limit", Kind.OPTIONAL_ID, "1")
                            .done();
            case "/v2/chats/{id}/events" ->
                    table.with("after_seq", Kind.OFFSET, "0")
                            .with("limit", Kind.OPTIONAL_ID, "1")
                            .with("wait", Kind.OFFSET, "0")
                            .done();
            default -> throw new IllegalArgumentException(path);
        };
    }

    /// The fields of a frame, but for its type.
    ///
    /// @param message that Ann may do this with
    /// @param fileName of the upload with this handle; `""` without a file, like the handle
    public static Map<String, Field> frame(
            String type, Cast cast, long message, String fileName, String handle) {
        Table frame = open(type);
        return switch (type) {
            case "new_message" ->
                    frame.with("chat_id", Kind.ID, cast.chat())
                            .with("sender_id", Kind.ID, cast.ann())
                            .with("recipient_id", Kind.ID, cast.bob())
                            .with("content", Kind.TEXT, "\"hi\"", 16_384)
                            .with("time_of_day", Kind.TIME, "\"2026-11-22T10:00:00Z\"")
                            .with("file_name", Kind.OPTIONAL_TEXT, quoted(fileName), 255)
                            .with("service_file", Kind.OPTIONAL_TEXT, quoted(handle), 255)
                            .fields;
            case "update_message" ->
                    frame.with("message_id", Kind.ID, message)
                            .with("new_content", Kind.TEXT, "\"ho\"", 16_384)
                            .fields;
            case "archive_message" -> frame.with("deleting_message_id", Kind.ID, message).fields;
            case "is_readed_message" -> frame.with("message_id", Kind.ID, message).fields;
            case "get_chats" -> frame.with("user_id", Kind.ID, cast.ann()).fields;
            case "archive_chat" ->
                    frame.with("chat_id", Kind.ID, cast.chat())
                            .with("user_id", Kind.ID, cast.ann())
                            .fields;
            case "update_chat" ->
                    frame.with("chat_id", Kind.ID, cast.chat())
                            .with("user_id", Kind.ID, cast.ann())
                            .with("delete", Kind.OPTIONAL_FLAG, "false")
                            .fields;
            default -> throw new IllegalArgumentException(type);
        };
    }

    /// A frame as it is sent.
    ///
    /// @param json its other fields, as an object
    public static String typed(String type, String json) {
        String start = "{\"type\":\"" + type + "\"";
        return json.equals("{}") ? start + "}" : start + "," + json.substring(1);
    }

    private static Table open(String path) {
        return new Table(path, Optional.empty(), false);
    }

    private static Table ofChat(String path, Cast cast) {
        return new Table(path.replace("{id}", Long.toString(cast.chat())), Optional.empty(), true);
    }

    private static Table user(String path, String ownId, Cast cast) {
        return new Table(path, Optional.of(ownId), false)
                .with(ownId, Kind.OWN_ID, cast.ann())
                .with("login", Kind.TEXT, quoted(cast.login()))
                .with("password", Kind.TEXT, quoted(cast.password()));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static final class Table {
        private final String path;
        private final Optional<String> ownId;
        private final boolean byToken;
        private final Map<String, Field> fields = new LinkedHashMap<>();

        Table(String path, Optional<String> ownId, boolean byToken) {
            this.path = path;
            this.ownId = ownId;
            this.byToken = byToken;
        }

        Table with(String name, Kind kind, Object good) {
            return with(name, kind, good, 0);
        }

        Table with(String name, Kind kind, Object good, int most) {
            fields.put(name, new Field(kind, good.toString(), most));
            return this;
        }

        Operation done() {
            return new Operation(path, ownId, byToken, fields);
        }
    }
}
