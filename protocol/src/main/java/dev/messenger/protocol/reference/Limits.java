package dev.messenger.protocol.reference;

import dev.messenger.protocol.Bounds;
import dev.messenger.protocol.Rejected;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Finds out what a record's fields may be by making the record of values that it must refuse: its
/// refusals say what would have passed. So the bounds that are described are those that hold.
final class Limits {

    private static final String TOO_LONG = "x".repeat(1 << 17);
    private static final long TOO_LARGE = Long.MAX_VALUE;
    private static final int TOO_MANY = 100_000;

    /// A code point is one to four bytes of UTF-8.
    private static final int BYTES_A_CHARACTER = 4;

    /// How an id looks where it is a name of an object's member.
    private static final Tree IDS = Tree.of("pattern", "^[1-9][0-9]{0,15}$");

    private final Examples examples;

    Limits(Examples examples) {
        this.examples = examples;
    }

    /// The keywords of JSON Schema for what the record lets the field be.
    Tree of(Field field) {
        Function<Object, Optional<Bounds>> refusal = refusals(field);
        return switch (field.type()) {
            case Class<?> type when type == String.class -> text(refusal);
            case Class<?> type when type == long.class || type == Long.class ->
                    number(refusal.apply(TOO_LARGE));
            case ParameterizedType map when map.getRawType() == Map.class -> map(map, refusal);
            default -> new Tree();
        };
    }

    private static Tree text(Function<Object, Optional<Bounds>> refusal) {
        Tree keywords = new Tree();
        boolean emptyToo = refusal.apply("").isEmpty();
        refusal.apply(TOO_LONG)
                .ifPresent(
                        bounds -> {
                            boolean bytes = bounds.unit() == Bounds.Unit.BYTES;
                            long least = bounds.least();
                            if (!emptyToo && least > 0) {
                                keywords.with(
                                        "minLength",
                                        bytes ? Math.ceilDiv(least, BYTES_A_CHARACTER) : least);
                            }
                            keywords.with("maxLength", bounds.most());
                            if (bytes) {
                                keywords.with(
                                        "x-bytes",
                                        Tree.of("minimum", emptyToo ? 0 : least)
                                                .with("maximum", bounds.most()));
                            }
                        });
        return keywords;
    }

    private static Tree number(Optional<Bounds> bounds) {
        Tree keywords = new Tree();
        bounds.ifPresent(it -> keywords.with("minimum", it.least()).with("maximum", it.most()));
        return keywords;
    }

    private Tree map(ParameterizedType type, Function<Object, Optional<Bounds>> refusal) {
        Tree keywords = Tree.of("propertyNames", IDS);
        Class<?> of = (Class<?>) Field.argument(type, 1);
        if (of == Long.class) {
            keywords.with(
                    "additionalProperties",
                    Tree.of("type", "integer").with(number(refusal.apply(Map.of(1L, TOO_LARGE)))));
        }
        Object value = of == Long.class ? Long.valueOf(0) : examples.instance(of);
        refusal.apply(
                        LongStream.rangeClosed(1, TOO_MANY)
                                .boxed()
                                .collect(Collectors.toMap(id -> id, _ -> value)))
                .ifPresent(bounds -> keywords.with("maxProperties", bounds.most()));
        return keywords;
    }

    /// What a record says to a value in the place of one of its components, all others being good.
    private Function<Object, Optional<Bounds>> refusals(Field field) {
        Class<?> owner = field.owner();
        RecordComponent[] components = owner.getRecordComponents();
        Constructor<?> constructor = canonical(owner, components);
        Object[] good = values(examples.instance(owner), components);
        return value -> {
            Object[] values = good.clone();
            values[field.index()] = field.optional() ? Optional.of(value) : value;
            return refusal(constructor, values);
        };
    }

    private static Optional<Bounds> refusal(Constructor<?> constructor, Object... values) {
        try {
            constructor.newInstance(values);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Rejected rejected) {
                return rejected.bounds();
            }
            throw new IllegalStateException(constructor + ": refuses without saying why", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + ": cannot be called", e);
        }
    }

    private static Constructor<?> canonical(Class<?> owner, RecordComponent... components) {
        try {
            return owner.getDeclaredConstructor(
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(owner + ": no record", e);
        }
    }

    private static Object[] values(Object instance, RecordComponent... components) {
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getAccessor().invoke(instance);
            }
            return values;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(instance.getClass() + ": cannot be read", e);
        }
    }
}
