package dev.messenger.server.net;

import dev.messenger.server.dispatch.Response;

/// A request that breaks the rules of HTTP, or asks for a part of it that is not spoken here. It is
/// answered, and the connection closed: where the next request starts is anyone's guess.
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String sentence;

    private record Failure(String code, String message) {}

    private BadRequest(int status, String code, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
        this.code = code;
        this.sentence = sentence;
    }

    static BadRequest malformed(String sentence) {
        return new BadRequest(400, "malformed_request", sentence);
    }

    static BadRequest tooSlow() {
        return new BadRequest(408, "request_timeout", "The request took too long to arrive.");
    }

    static BadRequest targetTooLong() {
        return new BadRequest(414, "target_too_long", "The request line is longer than 4 KiB.");
    }

    static BadRequest compressed() {
        return new BadRequest(415, "unsupported_media_type", "A body must not be compressed.");
    }

    static BadRequest unmetExpectation() {
        return new BadRequest(
                417, "expectation_failed", "No expectation but 100-continue can be met.");
    }

    /// For an answer whose length nobody knows: a client of HTTP/1.0 would take what is cut for whole.
    static BadRequest needsChunks() {
        return new BadRequest(505, "http_1_1_required", "This answer needs HTTP/1.1.");
    }

    static BadRequest headersTooLarge() {
        return new BadRequest(
                431, "headers_too_large", "The headers are more than 100 or larger than 8 KiB.");
    }

    static BadRequest unknownMethod() {
        return new BadRequest(501, "unknown_method", "This method is not known here.");
    }

    static BadRequest unknownVersion() {
        return new BadRequest(
                505, "unknown_http_version", "Only HTTP/1.0 and HTTP/1.1 are spoken.");
    }

    Response response() {
        return Response.json(status, new Failure(code, sentence)).closing();
    }
}
