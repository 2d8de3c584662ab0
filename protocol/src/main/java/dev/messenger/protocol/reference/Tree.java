package dev.messenger.protocol.reference;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A JSON object that is being put together, its members in the order in which they came.
final class Tree {

    private final Map<String, Object> members = new LinkedHashMap<>();

    static Tree of(String name, Object value) {
        return new Tree().with(name, value);
    }

    Tree with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    Tree with(String name, Optional<?> value) {
        value.ifPresent(it -> members.put(name, it));
        return this;
    }

    Tree with(Tree more) {
        members.putAll(more.members);
        return this;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    @JsonValue
    Map<String, Object> members() {
        return members;
    }
}
