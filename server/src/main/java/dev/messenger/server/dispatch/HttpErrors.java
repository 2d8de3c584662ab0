package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where a refusal becomes a status (RFC 9110 section 15).
final class HttpErrors {

    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);

    private HttpErrors() {}

    static Response of(Throwable fault) {
        return answer(explain(fault));
    }

    /// What the client is told of a fault. One that is no refusal is ours, and is logged here, once.
    static Rejected explain(Throwable fault) {
        return switch (fault) {
            case Rejected rejected -> rejected;
            case StorageUnavailable unavailable ->
                    Rejected.retryLater(
                            Reason.UNAVAILABLE,
                            "The database does not answer. Try again.",
                            Duration.ofSeconds(1));
            default -> {
                LOG.error("event=request_failed", fault);
                yield Rejected.because(Reason.INTERNAL, "That is a fault of the server.");
            }
        };
    }

    static Response answer(Rejected rejected) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", rejected.reason().code());
        body.put("message", rejected.sentence());
        rejected.field().ifPresent(field -> body.put("field", field));
        body.putAll(rejected.facts());
        Response response = Response.json(status(rejected.reason()), body);
        List<Response.Header> headers = new ArrayList<>(response.headers());
        rejected.retryAfter()
                .ifPresent(
                        wait ->
                                headers.add(
                                        new Response.Header(
                                                "Retry-After",
                                                Long.toString(
                                                        wait.plusNanos(999_999_999).toSeconds()))));
        if (rejected.reason() == Reason.UNAUTHORIZED) {
            headers.add(new Response.Header("WWW-Authenticate", "Bearer"));
        }
        if (rejected.facts().get("allow") instanceof String methods) {
            headers.add(new Response.Header("Allow", methods));
        }
        boolean close =
                switch (rejected.reason()) {
                    case PAYLOAD_TOO_LARGE, QUOTA_EXCEEDED, REQUEST_TIMEOUT, INTERNAL -> true;
                    default -> false;
                };
        return new Response(response.status(), List.copyOf(headers), response.body(), close);
    }

    static int status(Reason reason) {
        return switch (reason) {
            case INVALID_JSON,
                    INVALID_FORM,
                    INVALID_MULTIPART,
                    UNKNOWN_TYPE,
                    MISSING_FIELD,
                    INVALID_TYPE,
                    INVALID_VALUE,
                    INVALID_CHARACTER,
                    OUT_OF_RANGE,
                    TOO_SHORT,
                    TOO_LONG ->
                    400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case REQUEST_TIMEOUT -> 408;
            case LOGIN_TAKEN, CHAT_EXISTS, CLIENT_MSG_ID_REUSED, CONFLICT -> 409;
            case LENGTH_REQUIRED -> 411;
            case PAYLOAD_TOO_LARGE, QUOTA_EXCEEDED -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case RATE_LIMITED -> 429;
            case INTERNAL -> 500;
            case OVERLOADED, UNAVAILABLE, OUTCOME_UNKNOWN -> 503;
            case INSUFFICIENT_STORAGE -> 507;
        };
    }
}
