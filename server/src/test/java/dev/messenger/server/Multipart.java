package dev.messenger.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A `multipart/form-data` body (RFC 7578), its parts in the order they are added.
final class Multipart {

    private static final String BOUNDARY = "----between-the-parts-5f1c2a";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Multipart fields(Map<String, ?> fields) {
        fields.forEach(this::field);
        return this;
    }

    Multipart field(String name, Object value) {
        return part(
                "name=\"" + name + "\"\r\n",
                String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }

    Multipart file(String fileName, byte[] content) {
        return part(
                "name=\"file\"; filename=\""
                        + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n",
                content);
    }

    private Multipart part(String head, byte[] content) {
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head));
        body.writeBytes(utf8("\r\n"));
        body.writeBytes(content);
        body.writeBytes(utf8("\r\n"));
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(utf8("--" + BOUNDARY + "--\r\n"));
        return whole.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
