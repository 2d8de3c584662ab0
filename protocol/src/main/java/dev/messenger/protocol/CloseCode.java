package dev.messenger.protocol;

/// Why the server closes a WebSocket: RFC 6455 section 7.4 and our own, from 4000.
public enum CloseCode {
    GOING_AWAY(1001, "server stopping"),
    PROTOCOL_ERROR(1002, "protocol error"),
    UNSUPPORTED_DATA(1003, "text frames only"),
    INVALID_UTF8(1007, "text is not UTF-8"),
    POLICY_VIOLATION(1008, "too many control frames"),
    TOO_BIG(1009, "message too big"),
    INTERNAL(1011, "internal error"),
    SERVICE_RESTART(1012, "server restarting"),
    /// A legacy socket that reads too slowly; reconnect.
    TRY_AGAIN_LATER(1013, "reading too slowly"),
    /// A client of Part 2 that breaks its rules: a second `hello`, or anything before the first.
    OUT_OF_TURN(4000, "not what the protocol allows here"),
    /// Signed out, revoked, password changed or erased; do not reconnect.
    SIGNED_OUT(4001, "signed out"),
    NO_HELLO(4002, "no hello in time"),
    /// A client of Part 2 that read too slowly for too long; reconnect, with back-off.
    TOO_SLOW(4101, "reading too slowly"),
    /// A fault of ours, told to a client of Part 2; reconnect, with back-off.
    FAULT(4103, "internal error");

    private final int code;
    private final String text;

    CloseCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /// At most 123 bytes of UTF-8, as a control frame allows.
    public String text() {
        return text;
    }
}
