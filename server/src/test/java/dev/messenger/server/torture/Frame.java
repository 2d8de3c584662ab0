package dev.messenger.server.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One JSON object as it travelled, read without the server's classes.
record Frame(Map<String, Object> fields) {

    private static final JsonMapper JSON = new JsonMapper();

    /// What stands where there is no number.
    static final long NONE = -1;

    static Frame read(String text) {
        return new Frame(
                JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {}));
    }

    static List<Frame> readAll(String text) {
        List<Map<String, Object>> rows = JSON.readValue(text, new TypeReference<>() {});
        return rows.stream().map(Frame::new).toList();
    }

    /// @param namesAndValues name, value, name, value…
    static Frame of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Frame(fields);
    }

    String json() {
        return JSON.writeValueAsString(fields);
    }

    String type() {
        return text("type");
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    long number(String field) {
        return fields.get(field) instanceof Number number ? number.longValue() : NONE;
    }

    String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /// The objects of an array.
    List<Frame> frames(String field) {
        List<Frame> frames = new ArrayList<>();
        if (fields.get(field) instanceof List<?> rows) {
            for (Object row : rows) {
                Map<String, Object> object = new LinkedHashMap<>();
                if (row instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> object.put(String.valueOf(name), value));
                }
                frames.add(new Frame(object));
            }
        }
        return frames;
    }

    /// An object whose names are chats.
    Map<Long, Object> byChat(String field) {
        if (!(fields.get(field) instanceof Map<?, ?> chats)) {
            return Map.of();
        }
        return chats.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                chat -> Long.parseLong(String.valueOf(chat.getKey())),
                                Map.Entry::getValue));
    }

    /// Heads or positions.
    Map<Long, Long> numbersByChat(String field) {
        return byChat(field).entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                chat ->
                                        chat.getValue() instanceof Number n
                                                ? n.longValue()
                                                : NONE));
    }

    /// What every message of a run begins with, so that it is known again wherever it turns up.
    ///
    /// @param id the sender's `client_msg_id`
    /// @param version 0 as sent first, then one more with each edit
    record Mark(UUID id, int version) {

        static final Mark NONE = new Mark(new UUID(0, 0), 0);

        private static final int ID_LENGTH = 36;

        /// @param filler what the content is made as long with as it is to be
        String content(int length, String filler) {
            String head = id + " v" + version + " ";
            return head + filler.repeat(Math.max(0, length - head.length()));
        }

        /// [#NONE] for what nobody here wrote.
        static Mark in(String content) {
            try {
                UUID id = UUID.fromString(content.substring(0, ID_LENGTH));
                int end = content.indexOf(' ', ID_LENGTH + 1);
                return new Mark(id, Integer.parseInt(content.substring(ID_LENGTH + 2, end)));
            } catch (IndexOutOfBoundsException | IllegalArgumentException notOurs) {
                return NONE;
            }
        }
    }

    /// Of the message that this frame carries, or [Mark#NONE].
    Mark mark() {
        return Mark.in(text(has("new_content") ? "new_content" : "content"));
    }
}
