package dev.messenger.protocol.reference;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.ServerFrame;
import java.util.Arrays;
import java.util.List;

/// Describes all frames as AsyncAPI 3.0 does: a channel for each of the two layers, and in each what
/// the server receives and what it sends.
public final class AsyncApi {

    static final String VERSION = "3.0.0";

    private static final String RESUMABLE = "resumable";
    private static final String LEGACY = "legacy";

    private final Words words;
    private final Examples examples;
    private final Schemas schemas;
    private final Tree messages = new Tree();

    private AsyncApi(Words words) {
        this.words = words;
        this.examples = new Examples(words);
        this.schemas = new Schemas(words, examples);
    }

    /// @return the document, as JSON
    /// @throws IllegalStateException naming all that has no word
    public static byte[] document() {
        return of(Words.read());
    }

    static byte[] of(Words words) {
        byte[] document = Json.write(new AsyncApi(words).made());
        if (!words.missing().isEmpty()) {
            throw new IllegalStateException("words.json lacks " + words.missing());
        }
        return document;
    }

    private Tree made() {
        Tree channels =
                Tree.of(RESUMABLE, channel(RESUMABLE, Command.class, Event.class, resumable()))
                        .with(
                                LEGACY,
                                channel(LEGACY, ClientFrame.class, ServerFrame.class, legacy()));
        Tree operations =
                new Tree()
                        .with(operations(RESUMABLE, Command.class, Event.class))
                        .with(operations(LEGACY, ClientFrame.class, ServerFrame.class));
        return Tree.of("asyncapi", VERSION)
                .with(
                        "info",
                        Tree.of("title", words.text("title"))
                                .with("version", words.text("version"))
                                .with("description", words.text("frames")))
                .with("defaultContentType", "application/json")
                .with(
                        "servers",
                        Tree.of(
                                "this",
                                Tree.of("host", "{host}")
                                        .with("protocol", "wss")
                                        .with(
                                                "variables",
                                                Tree.of(
                                                        "host",
                                                        Tree.of("default", "localhost:4200")))))
                .with("channels", channels)
                .with("operations", operations)
                .with("components", Tree.of("messages", messages).with("schemas", schemas.named()));
    }

    private Tree channel(String name, Class<?> asked, Class<?> answered, Tree binding) {
        Tree within = new Tree();
        for (Class<?> frame : Schemas.records(asked)) {
            within.with(Field.name(frame), message(frame, Schemas.Way.ASKED));
        }
        for (Class<?> frame : Schemas.records(answered)) {
            within.with(Field.name(frame), message(frame, Schemas.Way.ANSWERED));
        }
        return Tree.of("address", "/")
                .with("title", words.text(name + " title"))
                .with("description", words.text(name))
                .with("messages", within)
                .with("bindings", Tree.of("ws", binding))
                .with("x-close-codes", closeCodes());
    }

    private Tree message(Class<?> frame, Schemas.Way way) {
        String name = Field.name(frame);
        messages.with(
                name,
                Tree.of("name", type(frame))
                        .with("title", type(frame))
                        .with("summary", words.frame(frame))
                        .with("payload", schemas.of(frame, way))
                        .with(
                                "examples",
                                List.of(
                                        Tree.of(
                                                "payload",
                                                way == Schemas.Way.ASKED
                                                        ? examples.asked(frame)
                                                        : examples.answered(frame)))));
        return Tree.of("$ref", "#/components/messages/" + name);
    }

    private static String type(Class<?> frame) {
        JsonTypeName tag = frame.getAnnotation(JsonTypeName.class);
        if (tag == null) {
            throw new IllegalStateException(frame + ": no @JsonTypeName (expected: one a frame)");
        }
        return tag.value();
    }

    /// In AsyncAPI's words the server is the one that receives and sends.
    private static Tree operations(String channel, Class<?> asked, Class<?> answered) {
        return Tree.of(channel + "-receive", operation(channel, "receive", asked))
                .with(channel + "-send", operation(channel, "send", answered));
    }

    private static Tree operation(String channel, String action, Class<?> frames) {
        String place = "#/channels/" + channel;
        return Tree.of("action", action)
                .with("channel", Tree.of("$ref", place))
                .with(
                        "messages",
                        Schemas.records(frames).stream()
                                .map(
                                        frame ->
                                                Tree.of(
                                                        "$ref",
                                                        place + "/messages/" + Field.name(frame)))
                                .toList());
    }

    private Tree resumable() {
        Tree subprotocol = Tree.of("type", "string").with("const", Command.SUBPROTOCOL);
        Tree token = Tree.of("type", "string").with("description", words.text("upgrade token"));
        return binding(
                "headers",
                Tree.of("Sec-WebSocket-Protocol", subprotocol).with("Authorization", token),
                List.of("Sec-WebSocket-Protocol"));
    }

    private Tree legacy() {
        Tree query = new Tree();
        for (String name : List.of("id", "login", "password")) {
            query.with(
                    name,
                    Tree.of("type", name.equals("id") ? "integer" : "string")
                            .with("description", words.field(name).says()));
        }
        return binding("query", query, List.of());
    }

    private static Tree binding(String part, Tree properties, List<String> required) {
        Tree schema = Tree.of("type", "object").with("properties", properties);
        if (!required.isEmpty()) {
            schema.with("required", required);
        }
        return Tree.of("method", "GET").with(part, schema).with("bindingVersion", "0.1.0");
    }

    private List<Tree> closeCodes() {
        return Arrays.stream(CloseCode.values())
                .map(
                        code ->
                                Tree.of("code", code.code())
                                        .with("reason", code.text())
                                        .with("description", words.closeCode(code)))
                .toList();
    }
}
