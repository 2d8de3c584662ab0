package dev.messenger.server.dispatch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a `multipart/form-data` body as browsers do (RFC 7578).
final class Multipart {

    static final String TYPE = "multipart/form-data; boundary=----b";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Multipart field(String name, Object value) {
        return part("name=\"" + name + "\"", text(String.valueOf(value)));
    }

    Multipart file(String name, byte[] content) {
        return part("name=\"file\"; filename=\"" + name + "\"", content);
    }

    Multipart part(String disposition, byte[] content) {
        out.writeBytes(
                text("------b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n"));
        out.writeBytes(content);
        out.writeBytes(text("\r\n"));
        return this;
    }

    byte[] end() {
        out.writeBytes(text("------b--\r\n"));
        return cutShort();
    }

    /// The body so far, without its end.
    byte[] cutShort() {
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
