package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;

/// The peer broke the WebSocket protocol, or our limits within it: the connection fails with a close
/// code (RFC 6455 7.1.7).
final class Breach extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CloseCode code;

    Breach(CloseCode code) {
        super(code.text(), null, false, false);
        this.code = code;
    }

    CloseCode code() {
        return code;
    }
}
