package dev.messenger.server.dispatch;

import dev.messenger.protocol.Json;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.List;

/// What is answered to a request.
///
/// `Content-Length`, `Transfer-Encoding` and `Connection` are the pipeline's to write; all other headers are here.
///
/// @param close whether the connection ends after this answer
public record Response(int status, List<Header> headers, Body body, boolean close) {

    private static final Header JSON =
            new Header("Content-Type", "application/json; charset=utf-8");

    public static Response json(int status, Object body) {
        return new Response(status, List.of(JSON), new Body.Bytes(Json.write(body)), false);
    }

    public Response closing() {
        return new Response(status, headers, body, true);
    }

    /// One line of the head: what could end it, and so begin another, is no header.
    public record Header(String name, String value) {

        public Header {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c <= ' ' || c == ':' || c >= 0x7f) {
                    throw new IllegalArgumentException(
                            "header name: " + (int) c + " (expected: a token)");
                }
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    throw new IllegalArgumentException(
                            "value of " + name + ": " + (int) c + " (expected: no control)");
                }
            }
        }
    }

    /// What follows the head.
    public sealed interface Body {

        /// Octets that are in memory already.
        record Bytes(byte[] bytes) implements Body {
            public static final Bytes NONE = new Bytes(new byte[0]);
        }

        /// A part of a file. Whoever writes the response closes the file, whatever happens.
        record Region(FileChannel file, long offset, long length) implements Body {}

        /// Octets whose number nobody knows yet. Each page is asked for on a thread that may block,
        /// once the client has taken the one before; if one fails, the answer is cut so that the
        /// client cannot take it for whole.
        record Pages(Iterator<byte[]> pages) implements Body {}
    }
}
