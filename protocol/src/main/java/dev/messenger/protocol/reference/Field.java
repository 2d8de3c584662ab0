package dev.messenger.protocol.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

/// A component of a record, as a field of the JSON that it becomes.
///
/// @param owner the record, which is another than the one that is written if it is unwrapped there
/// @param index of the component
/// @param type without the `Optional` around it
/// @param optional whether it may be absent
record Field(Class<?> owner, int index, String name, Type type, boolean optional) {

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    /// All fields of a record, those of what is unwrapped in it among them.
    static List<Field> of(Class<?> owner) {
        return IntStream.range(0, owner.getRecordComponents().length)
                .boxed()
                .flatMap(index -> of(owner, index).stream())
                .toList();
    }

    private static List<Field> of(Class<?> owner, int index) {
        RecordComponent component = owner.getRecordComponents()[index];
        if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
            return of(component.getType());
        }
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        String name =
                given == null
                        ? SNAKE_CASE.nameForField(null, null, component.getName())
                        : given.value();
        Type type = component.getGenericType();
        return List.of(
                component.getType() == Optional.class
                        ? new Field(owner, index, name, argument(type, 0), true)
                        : new Field(owner, index, name, type, false));
    }

    /// Of `List<Long>` the `Long`, for example.
    static Type argument(Type generic, int index) {
        return ((ParameterizedType) generic).getActualTypeArguments()[index];
    }

    /// As the words know a record, for example `Event.Ack`.
    static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }
}
