package dev.messenger.server.net;

import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Response.Header;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/// Which web pages of other origins may use the REST API from a browser (the Fetch standard's CORS
/// protocol): those that [Origins] lists. All others get no word about it, and their browser keeps the
/// answers from them. On event loops.
///
/// There are no cookies here, so `Access-Control-Allow-Credentials` is never said.
final class CrossOrigin {

    private static final String PREFLIGHT_SECONDS = "600";
    private static final Header VARY = new Header("Vary", "Origin");

    private final Origins origins;

    CrossOrigin(Origins origins) {
        this.origins = origins;
    }

    /// The answer to a browser that asks whether it may ask; empty for any other request.
    Optional<Response> preflight(HttpRequest request) {
        boolean asked =
                request.method().equals(HttpMethod.OPTIONS)
                        && listed(request).isPresent()
                        && request.headers()
                                .contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        return asked
                ? Optional.of(
                        new Response(
                                204,
                                List.of(
                                        new Header(
                                                "Access-Control-Allow-Methods",
                                                "GET, POST, DELETE"),
                                        new Header(
                                                "Access-Control-Allow-Headers",
                                                "Authorization, Content-Type, If-None-Match,"
                                                        + " Range"),
                                        new Header("Access-Control-Max-Age", PREFLIGHT_SECONDS)),
                                Response.Body.Bytes.NONE,
                                false))
                : Optional.empty();
    }

    /// What every answer to this request says of it.
    List<Header> headers(HttpRequest request) {
        if (origins.listsNone()) {
            return List.of();
        }
        return listed(request)
                .map(
                        origin ->
                                List.of(
                                        VARY,
                                        new Header("Access-Control-Allow-Origin", origin),
                                        new Header(
                                                "Access-Control-Expose-Headers",
                                                "Content-Disposition, Content-Range, ETag,"
                                                        + " Retry-After")))
                .orElse(List.of(VARY));
    }

    private Optional<String> listed(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return Optional.ofNullable(headers.get(HttpHeaderNames.ORIGIN)).filter(origins::lists);
    }
}
