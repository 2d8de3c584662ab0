package dev.messenger.server.bench.sockets;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How a socket is asked for.
///
/// @param upgrade the request
/// @param hello the frame to begin with; null if the socket is live without
record Visit(byte[] upgrade, byte @Nullable [] hello) {

    private static final byte[] REQUEST = request("/", "messenger.v2.json");

    /// Says who it is.
    static Visit of(String token) {
        return new Visit(
                REQUEST,
                new Template("{\"type\":\"hello\",\"ref\":\"1\",\"token\":\"%s\"}".formatted(token))
                        .bytes());
    }

    /// To a server of another kind.
    static Visit of(String path, String protocol, String hello) {
        return new Visit(request(path, protocol), new Template(hello).bytes());
    }

    /// To a server that knows nobody.
    static Visit ofStranger() {
        return new Visit(REQUEST, null);
    }

    /// To one that answers whatever it is asked.
    static Visit withQuestion() {
        return new Visit(REQUEST, new Template(Questions.QUESTION).bytes());
    }

    private static byte[] request(String path, String protocol) {
        return """
                GET %s HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Protocol: %s\r
                \r
                """
                .formatted(path, protocol)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
