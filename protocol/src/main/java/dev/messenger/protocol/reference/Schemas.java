package dev.messenger.protocol.reference;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.messenger.protocol.Reason;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// JSON Schemas of records, in the keywords that OpenAPI 3.1 (draft 2020-12) and AsyncAPI 3.0
/// (draft 7) have in common. A record gets a name, and is referred to by it.
final class Schemas {

    /// Which way a record travels.
    enum Way {
        /// To the server, which checks it: what may be absent may be `null` too.
        ASKED,
        /// To the client, which ignores what it does not know.
        ANSWERED
    }

    private static final String PLACE = "#/components/schemas/";

    private final Words words;
    private final Limits limits;
    private final Map<String, Tree> named = new TreeMap<>();

    Schemas(Words words, Examples examples) {
        this.words = words;
        this.limits = new Limits(examples);
    }

    /// All that were referred to, by name.
    Map<String, Tree> named() {
        return named;
    }

    void name(String name, Tree schema) {
        named.put(name, schema);
    }

    static Tree reference(String name) {
        return Tree.of("$ref", PLACE + name);
    }

    Tree of(Type type, Way way) {
        return switch (type) {
            case Class<?> it when it == String.class -> Tree.of("type", "string");
            case Class<?> it when it == long.class || it == Long.class || it == int.class ->
                    Tree.of("type", "integer");
            case Class<?> it when it == boolean.class || it == Boolean.class ->
                    Tree.of("type", "boolean");
            case Class<?> it when it == UUID.class ->
                    Tree.of("type", "string").with("format", "uuid");
            case Class<?> it when it == Instant.class -> time(way);
            case Class<?> it when it.isRecord() -> {
                define(it, way);
                yield reference(Field.name(it));
            }
            case Class<?> it when it.isSealed() ->
                    Tree.of("oneOf", records(it).stream().map(each -> of(each, way)).toList());
            case ParameterizedType it when it.getRawType() == List.class ->
                    Tree.of("type", "array").with("items", of(Field.argument(it, 0), way));
            case ParameterizedType it when it.getRawType() == Map.class ->
                    Tree.of("type", "object")
                            .with("propertyNames", Tree.of("pattern", "^[1-9][0-9]{0,15}$"))
                            .with("additionalProperties", of(Field.argument(it, 1), way));
            default -> throw new IllegalStateException(type + ": unknown (expected: what travels)");
        };
    }

    /// The records of a sealed hierarchy, however deep.
    static List<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(it -> it.isRecord() ? Stream.of(it) : records(it).stream())
                .<Class<?>>map(it -> it)
                .toList();
    }

    /// As the wire prints times; what clients may send is more.
    private static Tree time(Way way) {
        Tree time = Tree.of("type", "string");
        return way == Way.ASKED
                ? time
                : time.with("format", "date-time")
                        .with(
                                "pattern",
                                "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$");
    }

    private void define(Class<?> record, Way way) {
        String name = Field.name(record);
        if (named.containsKey(name)) {
            return;
        }
        Tree schema = Tree.of("type", "object");
        named.put(name, schema);
        Tree properties = new Tree();
        List<String> required = new ArrayList<>();
        JsonTypeName tag = record.getAnnotation(JsonTypeName.class);
        if (tag != null) {
            schema.with("description", words.frame(record));
            properties.with("type", Tree.of("const", tag.value()));
            required.add("type");
        }
        for (Field field : Field.of(record)) {
            properties.with(field.name(), property(field, way));
            if (!field.optional()) {
                required.add(field.name());
            }
        }
        schema.with("properties", properties);
        if (!required.isEmpty()) {
            schema.with("required", required);
        }
    }

    private Tree property(Field field, Way way) {
        Words.OfField word = words.field(field);
        Tree schema = of(field.type(), way);
        if (schema.members().containsKey("$ref")) {
            return (way == Way.ASKED && field.optional()
                            ? Tree.of("oneOf", List.of(schema, Tree.of("type", "null")))
                            : schema)
                    .with("description", word.says());
        }
        if (way == Way.ASKED) {
            schema.with(limits.of(field));
            if (field.optional()) {
                schema.with("type", List.of(schema.members().get("type"), "null"));
            }
        }
        schema.with("description", word.says());
        if (field.name().equals("code")) {
            schema.with("enum", codes());
        }
        schema.with("enum", word.values());
        return schema.with("examples", word.example().map(List::of));
    }

    static List<String> codes() {
        return Arrays.stream(Reason.values()).map(Reason::code).toList();
    }
}
