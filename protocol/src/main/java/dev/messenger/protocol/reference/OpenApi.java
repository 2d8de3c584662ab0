package dev.messenger.protocol.reference;

import dev.messenger.protocol.Health;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.SignedBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// Describes all paths as OpenAPI 3.1 does.
public final class OpenApi {

    static final String VERSION = "3.1.0";

    private static final String ERROR = "Error";

    private final Words words;
    private final Examples examples;
    private final Schemas schemas;
    private final ToIntFunction<Reason> status;

    private OpenApi(Words words, ToIntFunction<Reason> status) {
        this.words = words;
        this.examples = new Examples(words);
        this.schemas = new Schemas(words, examples);
        this.status = status;
    }

    /// @param status what a refusal for a reason is answered with
    /// @return the document, as JSON
    /// @throws IllegalStateException naming all that has no word
    public static byte[] of(List<Operation> operations, ToIntFunction<Reason> status) {
        return of(Words.read(), operations, status);
    }

    static byte[] of(Words words, List<Operation> operations, ToIntFunction<Reason> status) {
        byte[] document = Json.write(new OpenApi(words, status).document(operations));
        if (!words.missing().isEmpty()) {
            throw new IllegalStateException("words.json lacks " + words.missing());
        }
        return document;
    }

    private Tree document(List<Operation> operations) {
        Map<String, Map<String, Tree>> paths = new TreeMap<>();
        for (Operation operation : operations) {
            paths.computeIfAbsent(operation.path(), _ -> new TreeMap<>())
                    .put(operation.method().toLowerCase(Locale.ROOT), of(operation));
        }
        schemas.name(ERROR, error());
        return Tree.of("openapi", VERSION)
                .with(
                        "info",
                        Tree.of("title", words.text("title"))
                                .with("version", words.text("version"))
                                .with("description", words.text("paths")))
                .with("servers", List.of(Tree.of("url", "/")))
                .with("tags", tags())
                .with("paths", paths)
                .with(
                        "components",
                        Tree.of("schemas", schemas.named())
                                .with(
                                        "securitySchemes",
                                        Tree.of(
                                                "token",
                                                Tree.of("type", "http")
                                                        .with("scheme", "bearer")
                                                        .with(
                                                                "description",
                                                                words.text("token")))));
    }

    private List<Tree> tags() {
        return words.tags().entrySet().stream()
                .map(tag -> Tree.of("name", tag.getKey()).with("description", tag.getValue()))
                .toList();
    }

    private Tree of(Operation operation) {
        Words.OfOperation word = words.operation(operation);
        Tree described =
                Tree.of("operationId", id(operation))
                        .with("tags", List.of(word.tag()))
                        .with("summary", word.summary())
                        .with("description", word.says())
                        .with("security", security(operation));
        List<Tree> parameters = parameters(operation, word);
        if (!parameters.isEmpty()) {
            described.with("parameters", parameters);
        }
        if (operation.hasBody()) {
            described.with("requestBody", body(operation));
        }
        return described.with("responses", responses(operation, word));
    }

    private static String id(Operation operation) {
        return (operation.method() + operation.path())
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("_$", "");
    }

    /// Where a body may be signed, the token is one way of two.
    private static List<Tree> security(Operation operation) {
        Tree token = Tree.of("token", List.of());
        return switch (operation.access()) {
            case ANYBODY -> List.of();
            case SIGNED -> List.of(token, new Tree());
            case SESSION -> List.of(token);
        };
    }

    private List<Tree> parameters(Operation operation, Words.OfOperation word) {
        List<Tree> parameters = new ArrayList<>();
        operation
                .parameter()
                .ifPresent(
                        name ->
                                parameters.add(
                                        parameter("path", name)
                                                .with("required", true)
                                                .with(segment(word.parameter().orElse(name)))));
        if (!operation.hasBody()) {
            operation.asked().ifPresent(query -> parameters.addAll(query(query)));
        }
        switch (operation.answer().kind()) {
            case FILE -> {
                parameters.add(header("Range"));
                parameters.add(header("If-None-Match"));
            }
            case PICTURE -> parameters.add(header("If-None-Match"));
            case OBJECT, LIST, TEXT, DOCUMENT -> {}
        }
        return parameters;
    }

    private static Tree parameter(String in, String name) {
        return Tree.of("name", name).with("in", in);
    }

    private Tree segment(String field) {
        Words.OfField word = words.field(field);
        return Tree.of("description", word.says())
                .with(
                        "schema",
                        word.example().filter(String.class::isInstance).isPresent()
                                ? Tree.of("type", "string").with("format", "uuid")
                                : Tree.of("type", "integer").with("minimum", 1))
                .with("example", word.example());
    }

    private List<Tree> query(Class<?> type) {
        Limits limits = new Limits(examples);
        return Field.of(type).stream()
                .map(
                        field -> {
                            Words.OfField word = words.field(field);
                            return parameter("query", field.name())
                                    .with("required", !field.optional())
                                    .with("description", word.says())
                                    .with(
                                            "schema",
                                            schemas.of(field.type(), Schemas.Way.ASKED)
                                                    .with(limits.of(field)))
                                    .with("example", word.example());
                        })
                .toList();
    }

    private Tree header(String name) {
        return parameter("header", name)
                .with("description", words.text("header " + name))
                .with("schema", Tree.of("type", "string"));
    }

    private Tree body(Operation operation) {
        Map<String, Tree> content = new TreeMap<>();
        Class<?> type = operation.asked().orElseThrow();
        Tree schema = schemas.of(type, Schemas.Way.ASKED);
        for (String mediaType : operation.mediaTypes()) {
            content.put(
                    mediaType,
                    mediaType.startsWith("multipart/")
                            ? Tree.of("schema", withFile(type))
                            : Tree.of("schema", schema).with("examples", requests(type)));
        }
        return Tree.of("required", true)
                .with("description", "At most " + operation.largestBody() + " bytes.")
                .with("content", content);
    }

    /// A form whose fields are the record's, with the file beside them.
    private Tree withFile(Class<?> type) {
        Tree file =
                Tree.of("type", "string")
                        .with("format", "binary")
                        .with("description", words.text("file part"));
        return Tree.of(
                "allOf",
                List.of(
                        schemas.of(type, Schemas.Way.ASKED),
                        Tree.of("type", "object")
                                .with("properties", Tree.of("file", file))
                                .with("required", List.of("file"))));
    }

    private Tree requests(Class<?> type) {
        if (!(examples.instance(type) instanceof SignedBody signed)) {
            return Tree.of("example", Tree.of("value", examples.asked(type)));
        }
        Set<String> credentials = Set.of(signed.callerIdField(), "login", "password");
        return Tree.of("token", value("token", examples.asked(type)))
                .with("credentials", value("credentials", examples.asked(type, credentials)));
    }

    private Tree value(String name, Tree example) {
        return Tree.of("summary", words.text("example " + name)).with("value", example);
    }

    private Map<String, Tree> responses(Operation operation, Words.OfOperation word) {
        Map<String, Tree> responses = new TreeMap<>(answers(operation.answer()));
        Map<Integer, List<String>> codes = new TreeMap<>();
        for (Reason reason : Refusals.of(operation, word.refusals().orElse(List.of()))) {
            codes.computeIfAbsent(status.applyAsInt(reason), _ -> new ArrayList<>())
                    .add(reason.code());
        }
        codes.forEach((status, of) -> responses.put(status.toString(), refusal(status, of)));
        return responses;
    }

    private Map<String, Tree> answers(Answer<?> answer) {
        return switch (answer.kind()) {
            case OBJECT ->
                    json(
                            schemas.of(answer.row(), Schemas.Way.ANSWERED),
                            examples.answered(answer.row()));
            case LIST ->
                    json(
                            Tree.of("type", "array")
                                    .with("items", schemas.of(answer.row(), Schemas.Way.ANSWERED)),
                            List.of(examples.answered(answer.row())));
            case DOCUMENT ->
                    Map.of(
                            "200",
                            described("200")
                                    .with(
                                            "content",
                                            Tree.of(
                                                    "application/json",
                                                    Tree.of("schema", Tree.of("type", "object")))));
            case FILE -> {
                Tree bytes = Tree.of("*/*", new Tree());
                yield new LinkedHashMap<>(
                        Map.of(
                                "200", described("200 file").with("content", bytes),
                                "206", described("206").with("content", bytes),
                                "304", described("304"),
                                "416", described("416")));
            }
            case TEXT ->
                    Map.of(
                            "200",
                            described("200").with("content", Tree.of("text/plain", new Tree())));
            case PICTURE ->
                    Map.of(
                            "200",
                            described("200 picture")
                                    .with("content", Tree.of("image/*", new Tree())),
                            "304",
                            described("304"));
        };
    }

    private Map<String, Tree> json(Tree schema, Object example) {
        return Map.of(
                "200",
                described("200")
                        .with(
                                "content",
                                Tree.of(
                                        "application/json",
                                        Tree.of("schema", schema).with("example", example))));
    }

    private Tree described(String response) {
        return Tree.of("description", words.text("answer " + response));
    }

    private Tree refusal(int status, List<String> codes) {
        Tree refusal =
                Tree.of(
                        "description",
                        codes.stream().collect(Collectors.joining("`, `", "`", "`")));
        if (status == 429 || status == 503) {
            refusal.with(
                    "headers",
                    Tree.of(
                            "Retry-After",
                            Tree.of("description", words.text("header Retry-After"))
                                    .with("schema", Tree.of("type", "integer"))));
        }
        Tree narrowed =
                Tree.of(
                        "allOf",
                        List.of(
                                Schemas.reference(ERROR),
                                Tree.of("properties", Tree.of("code", Tree.of("enum", codes)))));
        return refusal.with("content", Tree.of("application/json", Tree.of("schema", narrowed)));
    }

    /// The one shape of all refusals. Of its fields the last four stand where one path needs them.
    private Tree error() {
        Tree text = Tree.of("type", "string");
        Tree properties = new Tree();
        for (String name : List.of("code", "message", "field", "chat_id", "error", "allow")) {
            Tree property =
                    name.equals("chat_id") ? Tree.of("type", "integer") : new Tree().with(text);
            if (name.equals("code")) {
                property.with("enum", Schemas.codes());
            }
            properties.with(name, property.with("description", words.field(name).says()));
        }
        properties.with("parts", schemas.of(Health.Parts.class, Schemas.Way.ANSWERED));
        return Tree.of("type", "object")
                .with("description", words.text("error"))
                .with("properties", properties)
                .with("required", List.of("code", "message"));
    }
}
