package dev.messenger.server.dispatch;

import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;

/// Reads bodies and queries into records: JSON (RFC 8259) and forms (the URL standard's
/// `application/x-www-form-urlencoded`), both in UTF-8 and nothing else.
final class Bodies {

    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    private static final int MOST_FIELDS = 64;

    private Bodies() {}

    static <T> T read(Head head, InputStream body, Class<T> type) {
        byte[] bytes = allOf(body);
        return mediaType(head).equals(FORM)
                ? Json.read(form(new String(bytes, StandardCharsets.ISO_8859_1)), type)
                : Json.read(json(bytes), type);
    }

    /// `type/subtype` of the body in lower case, or `""`.
    static String mediaType(Head head) {
        String value = head.header("Content-Type").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// Whether the charset, if one is named, is UTF-8.
    static boolean isUtf8(Head head) {
        String value = head.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        int charset = value.indexOf("charset=");
        if (charset < 0) {
            return true;
        }
        String name = value.substring(charset + "charset=".length()).replace("\"", "");
        return name.startsWith("utf-8") || name.startsWith("utf8");
    }

    /// @param text a char for each octet, as in a query
    /// @throws Rejected if it is no form: a bad escape, not UTF-8, a field twice, too many fields
    static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        StringTokenizer pairs = new StringTokenizer(text, "&");
        while (pairs.hasMoreTokens()) {
            String pair = pairs.nextToken();
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (fields.put(name, value) != null || fields.size() > MOST_FIELDS) {
                throw invalidForm();
            }
        }
        return fields;
    }

    /// Back to octets first: told to decode UTF-8, the JDK would replace what is none.
    private static String decode(String encoded) {
        try {
            String octets = URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1);
            return utf8(octets.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalidForm();
        }
    }

    private static String json(byte[] bytes) {
        try {
            return utf8(bytes);
        } catch (CharacterCodingException e) {
            throw Rejected.because(Reason.INVALID_JSON, "The body is not valid UTF-8.");
        }
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static byte[] allOf(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw Rejected.because(Reason.INVALID_JSON, "The body ended early.");
        }
    }

    private static Rejected invalidForm() {
        return Rejected.because(Reason.INVALID_FORM, "This is not a valid form.");
    }
}
