package dev.messenger.protocol.reference;

import dev.messenger.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What no code says: what fields, frames and paths mean, and good values for examples.
///
/// Whatever was asked for in vain is collected, so that all that is missing is told at once.
final class Words {

    private final Table table;
    private final Set<String> missing = new TreeSet<>();

    private Words(Table table) {
        this.table = table;
    }

    static Words read() {
        try (InputStream in = Words.class.getResourceAsStream("words.json")) {
            if (in == null) {
                throw new IllegalStateException("words.json: absent (expected: in the jar)");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Words(Json.read(text, Table.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param texts of the documents as wholes, by name
    /// @param fields by `name`, or by `Record.name` where that one has a meaning of its own
    /// @param frames by the record's name
    /// @param operations by `METHOD /path`
    /// @param closeCodes by the constant's name
    record Table(
            Map<String, String> texts,
            Map<String, String> tags,
            Map<String, OfField> fields,
            Map<String, String> frames,
            Map<String, OfOperation> operations,
            Map<String, String> closeCodes) {}

    /// @param example absent where a field is better left out of examples
    /// @param values all that it can be, if they are few
    record OfField(String says, Optional<Object> example, Optional<List<String>> values) {

        static final OfField NONE = new OfField("", Optional.empty(), Optional.empty());
    }

    /// @param parameter the field that stands in the path
    /// @param refusals codes that this path gives beside those that all of its kind do
    record OfOperation(
            String tag,
            String summary,
            Optional<String> says,
            Optional<String> parameter,
            Optional<List<String>> refusals) {

        static final OfOperation NONE =
                new OfOperation("", "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    String text(String name) {
        return find("texts", table.texts(), name).orElse("");
    }

    Map<String, String> tags() {
        return table.tags();
    }

    OfField field(Field field) {
        String special = Field.name(field.owner()) + "." + field.name();
        return field(table.fields().containsKey(special) ? special : field.name());
    }

    OfField field(String name) {
        return find("fields", table.fields(), name).orElse(OfField.NONE);
    }

    String frame(Class<?> type) {
        return find("frames", table.frames(), Field.name(type)).orElse("");
    }

    OfOperation operation(Operation operation) {
        return find("operations", table.operations(), operation.key()).orElse(OfOperation.NONE);
    }

    String closeCode(Enum<?> code) {
        return find("close_codes", table.closeCodes(), code.name()).orElse("");
    }

    private <T> Optional<T> find(String kind, Map<String, T> of, String name) {
        Optional<T> word = Optional.ofNullable(of.get(name));
        if (word.isEmpty()) {
            missing.add(kind + ": " + name);
        }
        return word;
    }

    /// What was asked for, and is not there.
    Set<String> missing() {
        return missing;
    }
}
