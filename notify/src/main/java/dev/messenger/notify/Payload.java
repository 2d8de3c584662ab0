package dev.messenger.notify;

import java.util.LinkedHashMap;
import java.util.Map;

/// Cuts a push to what FCM carries: 4,096 bytes.
///
/// FCM does not say whether it counts text or JSON, so the larger is held to the limit: the UTF-8
/// bytes of the `notification` and `data` objects as the SDK writes them, escapes and punctuation
/// included. A cut falls between code points, so no surrogate pair and no UTF-8 sequence is split.
///
/// Ids stay whole. The title gets up to 512 bytes; a file's handle is of no use in part, so it goes
/// altogether if it would take over a quarter of the rest. Body and `content` are mostly the same
/// text twice: each has half of what is left, and what one does not need the other may have.
///
/// Called by `send` on its caller's thread, before the push waits, so that the queue is bounded in
/// bytes too.
final class Payload {

    static final int FCM_LIMIT = 4096;

    /// Less what [Fcm] adds for Android and APNs: collapse keys, badges and their names.
    static final int LIMIT = FCM_LIMIT - 256;

    private static final int TITLE_LIMIT = 512;

    /// What a file without text shows; an empty notification looks like a fault.
    private static final String FILE_ALONE = "📎 File";

    private static final String FRAME = "{'title':'','body':''}{}";
    private static final String ENTRY = "'':'',";

    private Payload() {}

    static PushMessage fit(PushMessage message) {
        String title = cut(message.title(), TITLE_LIMIT);
        String body = message.body();
        String file = message.datum("file");
        String content = message.datum("content");
        if (body.isBlank() && !file.isEmpty()) {
            body = FILE_ALONE;
        }

        int room = LIMIT - FRAME.length() - size(title) - sizeWithoutTexts(message.data());
        if (size(file) > room / 4) {
            file = "";
        }
        room -= size(file);
        body = cut(body, Math.max(room / 2, room - size(content)));
        content = cut(content, room - size(body));
        return new PushMessage(
                message.token(),
                title,
                body,
                withTexts(message.data(), content, file),
                message.unread());
    }

    /// The longest prefix of whole code points whose size is at most `room`.
    private static String cut(String text, int room) {
        int size = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            size += size(codePoint);
            if (size > room) {
                return text.substring(0, at);
            }
            at += Character.charCount(codePoint);
        }
        return text;
    }

    private static int sizeWithoutTexts(Map<String, String> data) {
        int size = 0;
        for (Map.Entry<String, String> entry : data.entrySet()) {
            size += ENTRY.length() + size(entry.getKey());
            if (!isText(entry.getKey())) {
                size += size(entry.getValue());
            }
        }
        return size;
    }

    private static boolean isText(String key) {
        return key.equals("content") || key.equals("file");
    }

    private static Map<String, String> withTexts(
            Map<String, String> data, String content, String file) {
        Map<String, String> cut = new LinkedHashMap<>(data);
        cut.replace("content", content);
        cut.replace("file", file);
        return cut;
    }

    static int size(String text) {
        return text.codePoints().map(Payload::size).sum();
    }

    /// The bytes of one code point within a JSON string, as Gson escapes it.
    private static int size(int codePoint) {
        return switch (codePoint) {
            case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
            case '\u2028', '\u2029' -> 6; // line ends to JavaScript, so Gson escapes them
            default -> {
                if (codePoint < 0x20) {
                    yield 6;
                }
                if (codePoint < 0x80) {
                    yield 1;
                }
                if (codePoint < 0x800) {
                    yield 2;
                }
                yield codePoint < 0x10000 ? 3 : 4;
            }
        };
    }
}
