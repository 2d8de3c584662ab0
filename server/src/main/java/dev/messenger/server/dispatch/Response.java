package dev.messenger.server.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.messenger.protocol.Json;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

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
    ///
    /// It is encoded when it is made, so that a line that many answers have is encoded once.
    public static final class Header {

        private final String name;
        private final String value;
        private final byte[] line;

        /// @throws IllegalArgumentException if that is no line
        public Header(String name, String value) {
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
            this.name = name;
            this.value = value;
            this.line = (name + ": " + value + "\r\n").getBytes(ISO_8859_1);
        }

        public String name() {
            return name;
        }

        public String value() {
            return value;
        }

        /// As it travels (RFC 9112 section 5), with its end; a character that ISO 8859-1 lacks is a `?`.
        ///
        /// @return not to be written to
        public byte[] line() {
            return line;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Header it && name.equals(it.name) && value.equals(it.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, value);
        }

        @Override
        public String toString() {
            return name + ": " + value;
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
