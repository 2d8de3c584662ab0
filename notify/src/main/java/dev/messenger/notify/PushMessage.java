package dev.messenger.notify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One wake-up for one device, strings only, as WIRE's "Push, as FCM v1" says: the title is the
/// sender's name, the body the message's text, and `data` holds `content`, `file`, `chat_id` and
/// `message_id`. Pushes of one chat take each other's place on a device that was off.
///
/// Immutable, made on any thread.
///
/// @param token the push token of the device
/// @param unread messages that the user has not read, in all chats, shown as the badge
public record PushMessage(
        String token, String title, String body, Map<String, String> data, int unread) {

    public PushMessage {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data)); // keeps the order given
    }

    /// The value under `key`, empty where there is none.
    String datum(String key) {
        return data.getOrDefault(key, "");
    }

    /// What FCM and APNs call the collapse key.
    String collapseKey() {
        return "chat-" + datum("chat_id");
    }

    /// For logs: names the message, and shows neither token nor text.
    @Override
    public String toString() {
        return "chat=%s message=%s".formatted(datum("chat_id"), datum("message_id"));
    }
}
