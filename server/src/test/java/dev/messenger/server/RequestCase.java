package dev.messenger.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Bytes that a client should not send over HTTP, and what must come of them.
///
/// @param name what is sent
/// @param answers those that are right: `200`, or status, code and field of a refusal; [#NONE] if the
///     client hung up in the middle
/// @param grows the table that a row may be added to if the answer is 200; `""` for none
record RequestCase(String name, byte[] bytes, Set<String> answers, Fate fate, String grows) {

    static final String NONE = "none";

    /// What becomes of the connection.
    enum Fate {
        LIVES,
        CLOSES
    }

    static RequestCase lives(String name, byte[] bytes, String... answers) {
        return new RequestCase(name, bytes, Set.of(answers), Fate.LIVES, "");
    }

    static RequestCase closes(String name, byte[] bytes, String... answers) {
        return new RequestCase(name, bytes, Set.of(answers), Fate.CLOSES, "");
    }

    RequestCase growing(String table) {
        return new RequestCase(name, bytes, answers, fate, table);
    }

    boolean hangsUp() {
        return answers.contains(NONE);
    }

    /// @param head without the length and the empty line, its lines ended by line feeds alone
    static byte[] request(String head, byte[] body) {
        byte[] start =
                (head.strip() + "\nContent-Length: " + body.length + "\n\n")
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        return join(start, body);
    }

    static byte[] post(String path, String contentType, byte[] body) {
        return request(
                "POST " + path + " HTTP/1.1\nHost: 127.0.0.1\nContent-Type: " + contentType, body);
    }

    /// The beginning of what is sent, to name a case by.
    static String brief(String text) {
        String start = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return start.replace("\r", "\\r").replace("\n", "\\n").replace("\u0000", "\\0");
    }

    static byte[] join(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
