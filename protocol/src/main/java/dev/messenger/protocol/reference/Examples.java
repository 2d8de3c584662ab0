package dev.messenger.protocol.reference;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.messenger.protocol.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Examples of records, made of the examples of their fields.
final class Examples {

    /// Of what may be left out, this is shown all the same: it tells answers apart.
    private static final String REF = "ref";

    private final Words words;

    Examples(Words words) {
        this.words = words;
    }

    /// What a client has to send at least.
    Tree asked(Class<?> type) {
        return asked(type, Set.of(REF));
    }

    /// The same with some of what may be left out.
    Tree asked(Class<?> type, Set<String> more) {
        return made(type, field -> !field.optional() || more.contains(field.name()));
    }

    /// What the server sends, with all that has an example.
    Tree answered(Class<?> type) {
        return made(type, _ -> true);
    }

    /// A value that a record's own checks let pass.
    Object instance(Class<?> type) {
        return Json.read(new String(Json.write(asked(type)), StandardCharsets.UTF_8), type);
    }

    private interface Shown {
        boolean is(Field field);
    }

    private Tree made(Class<?> type, Shown shown) {
        Tree example = new Tree();
        JsonTypeName tag = type.getAnnotation(JsonTypeName.class);
        if (tag != null) {
            example.with("type", tag.value());
        }
        for (Field field : Field.of(type)) {
            if (shown.is(field)) {
                words.field(field)
                        .example()
                        .ifPresentOrElse(
                                given -> example.with(field.name(), given),
                                () -> nested(field, shown, example));
            }
        }
        return example;
    }

    private void nested(Field field, Shown shown, Tree into) {
        if (field.optional()) {
            return;
        }
        switch (field.type()) {
            case Class<?> type when type.isRecord() -> into.with(field.name(), made(type, shown));
            case ParameterizedType list when list.getRawType() == List.class ->
                    into.with(field.name(), List.of(made(first(Field.argument(list, 0)), shown)));
            case ParameterizedType map when map.getRawType() == Map.class ->
                    into.with(
                            field.name(),
                            Tree.of("17", made(first(Field.argument(map, 1)), shown)));
            default ->
                    throw new IllegalStateException(
                            "words.json: no example (expected: one for the field "
                                    + Field.name(field.owner())
                                    + "."
                                    + field.name()
                                    + ")");
        }
    }

    /// The record itself, or the first of a sealed interface's.
    private static Class<?> first(Type type) {
        Class<?> it = (Class<?>) type;
        return it.isRecord() ? it : first(it.getPermittedSubclasses()[0]);
    }
}
