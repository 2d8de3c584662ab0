package dev.messenger.server;

import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a device of Part 2 keeps: the messages that are there, and how far it has come in each chat.
///
/// Used on one thread. It insists that a chat's numbers come one after the other, each once.
final class DeviceCache {

    private final Map<Long, Long> positions = new TreeMap<>();
    private final Map<Long, String> messages = new HashMap<>();

    /// An empty one.
    DeviceCache(Collection<Long> chats) {
        chats.forEach(chat -> positions.put(chat, 0L));
    }

    DeviceCache(DeviceCache copied) {
        positions.putAll(copied.positions);
        messages.putAll(copied.messages);
    }

    /// Takes the next number of a chat.
    void take(Map<String, Object> event) {
        long chat = number(event.get("chat_id"));
        long seq = number(event.get("seq"));
        assertThat(seq).as("in chat %s, %s", chat, event).isEqualTo(position(chat) + 1);
        positions.put(chat, seq);
        long id = number(event.get("message_id"));
        switch (String.valueOf(event.get("type"))) {
            case "new_message" -> messages.put(id, String.valueOf(event.get("content")));
            case "updated_message" ->
                    assertThat(messages.put(id, String.valueOf(event.get("new_content"))))
                            .as("the message that %s edits", event)
                            .isNotNull();
            case "delete_message" -> messages.remove(id);
            default -> throw new AssertionError("no change of a message: " + event);
        }
    }

    long position(long chat) {
        return positions.getOrDefault(chat, 0L);
    }

    Map<Long, Long> positions() {
        return positions;
    }

    /// Content by id.
    Map<Long, String> messages() {
        return messages;
    }
}
