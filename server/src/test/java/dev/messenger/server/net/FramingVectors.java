package dev.messenger.server.net;

import java.util.stream.Stream;

/// What is HTTP/1.1 and what is not, as data: for a pipeline without a network and for a whole server.
public final class FramingVectors {

    private static final int KIB = 1024;
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private FramingVectors() {}

    /// @param name what is odd about it
    /// @param request a char for each octet
    public record Vector(String name, String request, int status) {

        /// The same, asking for what another server has.
        public String to(String path, String contentType) {
            return request.replace(
                    "POST /echo HTTP/1.1\r\n",
                    "POST " + path + " HTTP/1.1\r\nContent-Type: " + contentType + "\r\n");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// Those after which nobody knows where the next request starts.
    public static Stream<Vector> broken() {
        return Stream.of(
                // The request line (RFC 9112 3)
                get("no version", "GET /", 400),
                get("a version of two digits", "GET / HTTP/1.10", 400),
                get("a version in lower case", "GET / http/1.1", 400),
                get("HTTP/0.9 spelt out", "GET / HTTP/0.9", 505),
                get("HTTP/1.2", "GET / HTTP/1.2", 505),
                get("HTTP/2.0", "GET / HTTP/2.0", 505),
                get("HTTP/9.9", "GET / HTTP/9.9", 505),
                get("another protocol", "GET / RTSP/1.0", 400),
                get("HTTP/2's preface", "PRI * HTTP/2.0", 505),
                get("CONNECT", "CONNECT a:443 HTTP/1.1", 501),
                get("TRACE", "TRACE / HTTP/1.1", 501),
                get("an unknown method", "BREW / HTTP/1.1", 501),
                get("a method in lower case", "get / HTTP/1.1", 501),
                get("a method with a comma", "GE,T / HTTP/1.1", 400),
                get("two spaces", "GET  / HTTP/1.1", 400),
                get("a space before", " GET / HTTP/1.1", 400),
                get("a space after", "GET / HTTP/1.1 ", 400),
                get("a space in the target", "GET /a b HTTP/1.1", 400),
                get("a tab in the line", "GET\t/ HTTP/1.1", 400),
                get("a line of 4 KiB", "GET /" + "a".repeat(4 * KIB) + " HTTP/1.1", 414),
                raw("a lone line feed", "GET / HTTP/1.1\nHost: a\n\n", 400),
                raw("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n", 400),
                // A body that would have to be inflated
                post("a compressed body", "Content-Length: 1\nContent-Encoding: gzip", "a", 415),
                post("a body in brotli", "Content-Length: 1\nContent-Encoding: br", "a", 415),
                // The target (RFC 9112 3.2)
                get("no slash", "GET a HTTP/1.1", 400),
                get("a fragment", "GET /#a HTTP/1.1", 400),
                get("a byte over 127", "GET /\u00e9 HTTP/1.1", 400),
                get("a control character", "GET /\u0007 HTTP/1.1", 400),
                get("another host", "GET http://b/ HTTP/1.1", 400),
                get("another host's port", "GET http://a:81/ HTTP/1.1", 400),
                get("another scheme", "GET ftp://a/ HTTP/1.1", 400),
                get("a user", "GET http://u@a/ HTTP/1.1", 400),
                // Host (RFC 9112 3.2)
                text("no Host", "GET / HTTP/1.1\n\n", 400),
                text("two Hosts", "GET / HTTP/1.1\nHost: a\nHost: a\n\n", 400),
                text("two Hosts in HTTP/1.0", "GET / HTTP/1.0\nHost: a\nHost: a\n\n", 400),
                text("an empty Host", "GET / HTTP/1.1\nHost:\n\n", 400),
                text("a Host with a path", "GET / HTTP/1.1\nHost: a/b\n\n", 400),
                text("a Host with a user", "GET / HTTP/1.1\nHost: u@a\n\n", 400),
                text("two Hosts in one", "GET / HTTP/1.1\nHost: a, b\n\n", 400),
                text("a port of letters", "GET / HTTP/1.1\nHost: a:b\n\n", 400),
                // Headers (RFC 9112 5)
                header("a folded header", "X: a\n b", 400),
                header("a header folded by a tab", "X: a\n\tb", 400),
                text("a fold before the first header", "GET / HTTP/1.1\n X: a\nHost: a\n\n", 400),
                header("a blank before the colon", "X : a", 400),
                header("no colon", "X", 400),
                header("no name", ": a", 400),
                header("a name with a bracket", "X(y): a", 400),
                header("a NUL in a value", "X: a\u0000b", 400),
                header("a lone carriage return", "X: a\rb", 400),
                header("101 headers", "X: a\n".repeat(99) + "X: a", 431),
                header("9 KiB of headers", "X: " + "a".repeat(9 * KIB), 431),
                // The body's length (RFC 9112 6)
                post("two lengths", "Content-Length: 1\nContent-Length: 2", "ab", 400),
                post("the same length twice", "Content-Length: 1\nContent-Length: 1", "a", 400),
                post("two lengths in one", "Content-Length: 1, 1", "a", 400),
                post("a negative length", "Content-Length: -1", "a", 400),
                post("a length with a sign", "Content-Length: +1", "a", 400),
                post("a length in hex", "Content-Length: 0x1", "a", 400),
                post("no length in the header", "Content-Length: ", "a", 400),
                post("a length over 2^63", "Content-Length: 9223372036854775808", "a", 400),
                post("a length and chunks", "Content-Length: 5\n" + CHUNKED, "0\n\n", 400),
                post("chunks twice", CHUNKED + "\n" + CHUNKED, "0\n\n", 400),
                post("chunks, but not last", "Transfer-Encoding: chunked, gzip", "0\n\n", 400),
                post("compressed chunks", "Transfer-Encoding: gzip, chunked", "0\n\n", 400),
                post("chunks of another name", "Transfer-Encoding: xchunked", "0\n\n", 400),
                post("identity as an encoding", "Transfer-Encoding: identity", "", 400),
                text("chunks in 1.0", "POST /echo HTTP/1.0\n" + CHUNKED + "\n\n0\n\n", 400),
                // Chunks (RFC 9112 7.1)
                post("a chunk of no size", CHUNKED, "\na\n0\n\n", 400),
                post("a chunk of no number", CHUNKED, "x\na\n0\n\n", 400),
                post("a negative chunk", CHUNKED, "-1\na\n0\n\n", 400),
                post("a chunk over 2^31", CHUNKED, "ffffffffff\na\n0\n\n", 400),
                post("a chunk that goes on", CHUNKED, "1\nab\n0\n\n", 400),
                post("chunks over the limit", CHUNKED, "401\n" + "a".repeat(1025) + "\n0\n\n", 413),
                // More of the same that others have been fooled by
                post(
                        "a blank before the colon of chunks",
                        "Transfer-Encoding : chunked",
                        "0\n\n",
                        400),
                post("a folded coding", "Transfer-Encoding:\n chunked", "0\n\n", 400),
                post("a coding with a parameter", CHUNKED + ";q=1", "0\n\n", 400),
                post("a coding in quotes", "Transfer-Encoding: \"chunked\"", "0\n\n", 400),
                post("a coding and a comma", CHUNKED + ",", "0\n\n", 400),
                post("a comma and a coding", "Transfer-Encoding: ,chunked", "0\n\n", 400),
                post("chunks, chunked", CHUNKED + ", chunked", "0\n\n", 400),
                post(
                        "a coding after a vertical tab",
                        "Transfer-Encoding: \u000bchunked",
                        "0\n\n",
                        400),
                post("a coding before a NUL", CHUNKED + "\u0000", "0\n\n", 400),
                post("no coding in the header", "Transfer-Encoding:", "", 400),
                post(
                        "chunks, then another coding",
                        CHUNKED + "\nTransfer-Encoding: x",
                        "0\n\n",
                        400),
                post(
                        "identity, then chunks",
                        "Transfer-Encoding: identity\n" + CHUNKED,
                        "0\n\n",
                        400),
                post("chunks and a length", CHUNKED + "\nContent-Length: 5", "0\n\n", 400),
                post("chunks and a length of 0", CHUNKED + "\nContent-Length: 0", "0\n\n", 400),
                post(
                        "chunks and no length in the header",
                        CHUNKED + "\nContent-Length:",
                        "0\n\n",
                        400),
                post("a length of words", "Content-Length: five", "a", 400),
                post("a length with a fraction", "Content-Length: 1.0", "a", 400),
                post("a length with an exponent", "Content-Length: 1e0", "a", 400),
                post("a length with a low line", "Content-Length: 1_0", "a", 400),
                post("a length with a blank in it", "Content-Length: 1 0", "a", 400),
                post("a length and a semicolon", "Content-Length: 1;", "a", 400),
                post("a folded length", "Content-Length:\n 1", "a", 400),
                post("a blank before the colon of a length", "Content-Length : 1", "a", 400),
                post(
                        "lengths that differ by a zero",
                        "Content-Length: 1\nContent-Length: 01",
                        "a",
                        400),
                raw(
                        "a lone line feed among headers",
                        "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
                        400),
                raw("a lone line feed at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
                header("a NUL in a name", "X\u0000Y: a", 400),
                header("a tab in a name", "X\tY: a", 400),
                header("a byte over 127 in a name", "X\u00e9: a", 400),
                post("a chunk's size with 0x", CHUNKED, "0x1\na\n0\n\n", 400),
                post("a chunk's size with a sign", CHUNKED, "+1\na\n0\n\n", 400),
                post("a chunk's size with a low line", CHUNKED, "0_1\na\n0\n\n", 400),
                post("a chunk over 2^63", CHUNKED, "8000000000000000\na\n0\n\n", 400),
                post("a chunk of 2^64 and 1", CHUNKED, "10000000000000001\na\n0\n\n", 400),
                post("a chunk of a long size", CHUNKED, "0".repeat(9 * KIB) + "1\na\n0\n\n", 400),
                post(
                        "a chunk of a long extension",
                        CHUNKED,
                        "1;" + "a".repeat(9 * KIB) + "\na\n0\n\n",
                        400),
                post("a trailer of 9 KiB", CHUNKED, "0\nX: " + "a".repeat(9 * KIB) + "\n\n", 400),
                post("a chunk that is shorter", CHUNKED, "2\na\n0\n\n", 400),
                lf("a chunk's size ended by a line feed", "1\na\r\n0\r\n\r\n"),
                lf("an extension ended by a line feed", "1;x\na\r\n0\r\n\r\n"),
                lf("a chunk ended by a line feed", "1\r\na\n0\r\n\r\n"),
                lf("a chunk ended by a carriage return", "1\r\na\r0\r\n\r\n"),
                lf("a last chunk ended by line feeds", "1\r\na\r\n0\n\n"),
                // Expectations (RFC 9110 10.1.1)
                post("another expectation", "Content-Length: 1\nExpect: cake", "", 417));
    }

    public static Stream<Vector> refused() {
        return Stream.of(
                get("an unknown path", "GET /a HTTP/1.1", 404),
                get("all of the server", "OPTIONS * HTTP/1.1", 404));
    }

    public static Stream<Vector> good() {
        return Stream.of(
                get("a path", "GET / HTTP/1.1", 200),
                get("a query", "GET /?a=%20 HTTP/1.1", 200),
                get("this host", "GET http://a/ HTTP/1.1", 200),
                get("this host in other letters", "GET HTTPS://A/?b HTTP/1.1", 200),
                get("this host without a path", "GET http://a HTTP/1.1", 200),
                raw("an empty line before", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
                text("a Host with a port", "GET / HTTP/1.1\nHost: a.example:4200\n\n", 200),
                text("an IPv6 Host", "GET / HTTP/1.1\nHost: [::1]:4200\n\n", 200),
                header("100 headers", "X: a\n".repeat(98) + "X: a", 200),
                post("no body", "Content-Length: 0", "", 200),
                post("neither length nor chunks", "X: a", "", 200),
                post("chunks", CHUNKED, "1\na\n2;x=y\nbc\n0\nTrailer: x\n\n", 200),
                post("chunks in capitals", "transfer-encoding: CHUNKED", "1\na\n0\n\n", 200),
                post("a body as it is", "Content-Length: 1\nContent-Encoding: identity", "a", 200),
                post("as long as may be", "Content-Length: 1024", "a".repeat(KIB), 200));
    }

    private static Vector get(String name, String line, int status) {
        return text(name, line + "\nHost: a\n\n", status);
    }

    private static Vector header(String name, String header, int status) {
        return text(name, "GET / HTTP/1.1\nHost: a\n" + header + "\n\n", status);
    }

    private static Vector post(String name, String headers, String body, int status) {
        return text(name, "POST /echo HTTP/1.1\nHost: a\n" + headers + "\n\n" + body, status);
    }

    private static Vector lf(String name, String body) {
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\n" + CHUNKED + "\r\n\r\n";
        return raw(name, head + body, 400);
    }

    private static Vector text(String name, String request, int status) {
        return raw(name, request.replace("\n", "\r\n"), status);
    }

    private static Vector raw(String name, String request, int status) {
        return new Vector(name, request, status);
    }
}
