package dev.messenger.server.dispatch;

import dev.messenger.server.dispatch.BadInput.Field;
import dev.messenger.server.dispatch.BadInput.Kind;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every REST path but `/file_upload` takes: WIRE's table once more, with bodies that are good
/// for Ann, who chats with Bob but not with Eve.
final class Operations {

    /// @param ownId the field for the caller's id; empty if anybody may ask
    record Operation(String path, Optional<String> ownId, Map<String, Field> fields) {}

    private Operations() {}

    static final List<String> PATHS =
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

    /// @param chat of Ann and Bob, with messages
    /// @param message has a file
    static Operation of(String path, Caller ann, Caller eve, long chat, long message) {
        return switch (path) {
            case "/registration" ->
                    open(path)
                            .with("user_name", Kind.TEXT, "\"New\"", 50)
                            .with("login", Kind.TEXT, "\"new\"", 50)
                            .with("password", Kind.TEXT, "\"12345678\"", 72)
                            .done();
            case "/login" ->
                    open(path)
                            .with("login", Kind.TEXT, "\"Ann\"")
                            .with("password", Kind.TEXT, quoted(Rules.passwordOf("Ann")))
                            .with("FCMtoken", Kind.OPTIONAL_TEXT, "\"phone\"", 4096)
                            .done();
            case "/search" -> open(path).with("user_name", Kind.TEXT, "\"n\"", 50).done();
            case "/avatar_download" -> open(path).with("user_id", Kind.ID, ann.userId()).done();
            case "/logout" -> user(path, "id", ann).done();
            case "/avatar_delete" -> user(path, "id", ann).done();
            case "/avatar_upload" ->
                    user(path, "user_id", ann).with("file", Kind.TEXT, "\"iVBORw0KGgo=\"").done();
            case "/file_download" ->
                    user(path, "user_id", ann).with("message_id", Kind.ID, message).done();
            case "/chat_creating" ->
                    user(path, "user_id_1", ann).with("user_id_2", Kind.ID, eve.userId()).done();
            case "/get_past_messages" ->
                    user(path, "id", ann)
                            .with("chat_id", Kind.ID, chat)
                            .with("offset", Kind.OFFSET, "0")
                            .done();
            default -> throw new IllegalArgumentException(path);
        };
    }

    private static Table open(String path) {
        return new Table(path, Optional.empty());
    }

    private static Table user(String path, String ownId, Caller ann) {
        return new Table(path, Optional.of(ownId))
                .with(ownId, Kind.OWN_ID, ann.userId())
                .with("login", Kind.TEXT, "\"Ann\"")
                .with("password", Kind.TEXT, quoted(Rules.passwordOf("Ann")));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static final class Table {
        private final String path;
        private final Optional<String> ownId;
        private final Map<String, Field> fields = new LinkedHashMap<>();

        Table(String path, Optional<String> ownId) {
            this.path = path;
            this.ownId = ownId;
        }

        Table with(String name, Kind kind, Object good) {
            return with(name, kind, good, 0);
        }

        Table with(String name, Kind kind, Object good, int most) {
            fields.put(name, new Field(kind, good.toString(), most));
            return this;
        }

        Operation done() {
            return new Operation(path, ownId, fields);
        }
    }
}
