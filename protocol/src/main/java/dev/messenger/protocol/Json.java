package dev.messenger.protocol;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;

/// Records to JSON and back, strictly.
///
/// Record components are the fields, in snake case; those of type `Optional` may be absent or `null`,
/// all others must be there. Unknown fields are ignored. Refused, each with its own [Reason]: what is
/// not JSON (RFC 8259), duplicate keys, depth over 32, numbers as strings' stand-ins and the reverse
/// (but see [WireTypes]), U+0000 and lone surrogates.
public final class Json {

    private static final int DEEPEST = 32;
    private static final int LONGEST_STRING = 8 << 20;
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_NAME = 256;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxStringLength(LONGEST_STRING)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .maxNameLength(LONGEST_NAME)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .annotationIntrospector(new OptionalOrRequired())
                    .addModule(new WireTypes())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .build();

    private Json() {}

    /// @throws Rejected naming the field at fault, if it is one field's
    public static <T> T read(String text, Class<T> type) {
        if (type == Command.class) {
            Command frequent = NewMessageReader.read(text);
            if (frequent != null) {
                return type.cast(frequent);
            }
        }
        return readByFields(text, type);
    }

    /// As any record is read, known or not.
    static <T> T readByFields(String text, Class<T> type) {
        try {
            return present(MAPPER.readValue(text, type));
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /// Reads fields that came as text, as forms carry them, into the same records.
    ///
    /// @throws Rejected as [#read(String, Class)] does
    public static <T> T read(Map<String, String> form, Class<T> type) {
        try {
            return present(MAPPER.convertValue(form, type));
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /// @return UTF-8
    public static byte[] write(Object value) {
        return write(value, Arrays::copyOf);
    }

    /// Writes UTF-8 in a buffer that is used again.
    ///
    /// @param reader makes something of it
    public static <T> T write(Object value, Reader<T> reader) {
        Scratch scratch = Scratch.borrow();
        try {
            if (!FrequentFrames.write(scratch, value)) {
                writeByFields(scratch, value);
            }
            return scratch.read(reader);
        } finally {
            scratch.giveBack();
        }
    }

    /// As any record is written, known or not.
    static void writeByFields(OutputStream out, Object value) {
        MAPPER.writeValue(out, value);
    }

    /// Of what was written.
    @FunctionalInterface
    public interface Reader<T> {

        /// @param buffer nobody's after the call
        /// @param length of the text in it, from its beginning
        T read(byte[] buffer, int length);
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw Rejected.because(
                    Reason.INVALID_JSON, "The body must be a JSON object, not null.");
        }
        return value;
    }

    private static Rejected refusal(JacksonException e) {
        String field = fieldOf(e);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Rejected rejected) {
                return rejected.field().isPresent() || field.isEmpty()
                        ? rejected
                        : Rejected.field(field, rejected.reason(), rejected.sentence());
            }
        }
        if (e instanceof InvalidTypeIdException unknown) {
            return unknown.getTypeId() == null
                    ? Rejected.field("type", Reason.MISSING_FIELD, "The field type is missing.")
                    : Rejected.field(
                            "type", Reason.UNKNOWN_TYPE, "There is no such type of frame.");
        }
        if (e instanceof StreamReadException
                || !(e instanceof DatabindException)
                || field.isEmpty()) {
            return Rejected.because(Reason.INVALID_JSON, "This is not a valid JSON object.");
        }
        String message = e.getOriginalMessage();
        if (message.startsWith("Missing ") || message.startsWith("Null value ")) {
            return Rejected.field(
                    field, Reason.MISSING_FIELD, "The field " + field + " is missing.");
        }
        return Rejected.field(
                field, Reason.INVALID_TYPE, "The field " + field + " has the wrong type.");
    }

    /// The outermost field on the way to the fault; bodies and frames are flat.
    private static String fieldOf(JacksonException e) {
        List<JacksonException.Reference> path = e.getPath();
        String name = path.isEmpty() ? null : path.getFirst().getPropertyName();
        return name == null ? "" : name;
    }
}
