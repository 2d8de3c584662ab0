package dev.messenger.protocol;

import java.util.Locale;

/// Why something asked for is not done. The wire shows the name in snake case, as `code`.
public enum Reason {
    // The bytes are not what they should be.
    INVALID_JSON,
    INVALID_FORM,
    INVALID_MULTIPART,
    UNKNOWN_TYPE,

    // One field is wrong; the answer names it.
    MISSING_FIELD,
    INVALID_TYPE,
    INVALID_VALUE,
    INVALID_CHARACTER,
    OUT_OF_RANGE,
    TOO_SHORT,
    TOO_LONG,

    // Who is asking, and for what.
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    LOGIN_TAKEN,
    CHAT_EXISTS,
    CLIENT_MSG_ID_REUSED,
    CONFLICT,

    // HTTP's own.
    METHOD_NOT_ALLOWED,
    UNSUPPORTED_MEDIA_TYPE,
    PAYLOAD_TOO_LARGE,
    QUOTA_EXCEEDED,
    LENGTH_REQUIRED,
    REQUEST_TIMEOUT,

    // Not the asker's fault; asking again later may work.
    RATE_LIMITED,
    OVERLOADED,
    UNAVAILABLE,
    OUTCOME_UNKNOWN,
    INSUFFICIENT_STORAGE,
    INTERNAL;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
        return code;
    }
}
