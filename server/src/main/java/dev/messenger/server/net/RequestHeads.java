package dev.messenger.server.net;

import dev.messenger.server.dispatch.Departure;
import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Link;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a request's head strictly: where two readers of HTTP could differ in what they see, it is
/// refused, so that nothing can be smuggled past one of them.
///
/// Called by [Exchange] on the event loop.
final class RequestHeads {

    private static final int MOST_HEADERS = 100;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?]*)(.*)");

    private RequestHeads() {}

    /// @param client whom it counts for
    /// @param link what it came on
    /// @throws BadRequest if the connection cannot go on
    static Head read(HttpRequest request, InetAddress client, Departure departure, Link link) {
        checkDecoding(request);
        checkVersion(request.protocolVersion());
        if (!METHODS.contains(request.method().name())) {
            throw BadRequest.unknownMethod();
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > MOST_HEADERS) {
            throw BadRequest.headersTooLarge();
        }
        String host = host(request);
        String target = target(request.uri(), host);
        checkTransferEncoding(request);

        int question = target.indexOf('?');
        return new Head(
                request.method().name(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers::get,
                client,
                departure,
                link);
    }

    /// Empty if the body is chunked; 0 if there is none.
    static OptionalLong contentLength(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                ? OptionalLong.empty()
                : OptionalLong.of(HttpUtil.getContentLength(request, 0L));
    }

    /// Nothing is inflated here, so that nothing can burst; nor is what could be read on to its end.
    ///
    /// @throws BadRequest if this request is refused
    static void checkContentEncoding(HttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.CONTENT_ENCODING)
                && !areAll(HttpHeaderValues.IDENTITY, request, HttpHeaderNames.CONTENT_ENCODING)) {
            throw BadRequest.compressed();
        }
    }

    /// Whether the client waits for leave to send the body (RFC 9110 10.1.1).
    static boolean expectsContinue(HttpRequest request) {
        if (!request.headers().contains(HttpHeaderNames.EXPECT)
                || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return false;
        }
        if (!areAll(HttpHeaderValues.CONTINUE, request, HttpHeaderNames.EXPECT)) {
            throw BadRequest.unmetExpectation();
        }
        return true;
    }

    /// Lists them: to be asked only where there are any, which in most heads there are not.
    private static boolean areAll(AsciiString value, HttpRequest request, AsciiString name) {
        return request.headers().getAll(name).stream().allMatch(value::contentEqualsIgnoreCase);
    }

    /// RFC 9110 7.8: a client says both, or does not mean it.
    static boolean wantsWebSocket(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().name().equals("GET")
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(
                        HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    private static void checkDecoding(HttpRequest request) {
        if (request.decoderResult().isSuccess()) {
            return;
        }
        throw switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ -> BadRequest.targetTooLong();
            case TooLongHttpHeaderException _ -> BadRequest.headersTooLarge();
            default -> BadRequest.malformed("The request is not well-formed HTTP/1.1.");
        };
    }

    private static void checkVersion(HttpVersion version) {
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw BadRequest.unknownVersion();
        }
    }

    /// RFC 9112 3.2: exactly one, which only HTTP/1.0 may leave out.
    private static String host(HttpRequest request) {
        var hosts = request.headers().valueStringIterator(HttpHeaderNames.HOST);
        String host = hosts.hasNext() ? hosts.next() : "";
        if (host.isEmpty() && mayLackHost(request)) {
            return "";
        }
        if (hosts.hasNext() || !Authority.isIn(host)) {
            throw BadRequest.malformed(
                    "A request needs exactly one Host header with a host in it.");
        }
        return host;
    }

    private static boolean mayLackHost(HttpRequest request) {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                && !request.headers().contains(HttpHeaderNames.HOST);
    }

    /// RFC 9112 3.2.1 to 3.2.4; what is left of an absolute target is its path and query.
    private static String target(String uri, String host) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw BadRequest.malformed("The target holds a character that a URI may not.");
            }
        }
        if (uri.startsWith("/") || uri.equals("*")) {
            return uri;
        }
        var absolute = ABSOLUTE.matcher(uri);
        if (!absolute.matches()
                || !absolute.group(1)
                        .toLowerCase(Locale.ROOT)
                        .equals(host.toLowerCase(Locale.ROOT))) {
            throw BadRequest.malformed("The target is neither a path nor a URI of this host.");
        }
        String rest = absolute.group(2);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /// RFC 9112 6.1; a Content-Length beside it was refused by the decoder.
    private static void checkTransferEncoding(HttpRequest request) {
        if (!request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return;
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw BadRequest.malformed("HTTP/1.0 has no transfer codings.");
        }
        if (codings.size() != 1
                || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())) {
            throw BadRequest.malformed("No transfer coding but chunked is known here.");
        }
    }
}
