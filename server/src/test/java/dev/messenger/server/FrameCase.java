package dev.messenger.server;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Bytes that a client should not send over a WebSocket, and what must come of them.
///
/// @param name what is sent
/// @param answers those that are right: `error` with code and field, the type of another frame, `pong`
///     with its text, `close` with its code, after which the connection ends; [#NONE] if there is none
/// @param grows the table that a row may be added to if it is not refused; `""` for none
record FrameCase(String name, byte[] bytes, Set<String> answers, String grows) {

    static final String NONE = "none";

    FrameCase(String name, byte[] bytes, String... answers) {
        this(name, bytes, Set.of(answers), "");
    }

    static FrameCase text(String name, String text, String... answers) {
        return new FrameCase(name, RawSocket.text(text.getBytes(StandardCharsets.UTF_8)), answers);
    }

    FrameCase growing(String table) {
        return new FrameCase(name, bytes, answers, table);
    }
}
