package dev.messenger.server;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// Uploads that are odd as such: no boundary, no end, parts that no form has, names that reach out.
final class MultipartVectors {

    private static final String PATH = "/file_upload";
    private static final String NO_FORM = "400 invalid_multipart";
    private static final String B = "b0undary";
    private static final String TYPE = "multipart/form-data; boundary=" + B;

    private final String credentials;
    private final String file = part("name=\"file\"; filename=\"a.txt\"", "x");
    private final String end = "--" + B + "--\r\n";

    MultipartVectors(Person ann) {
        credentials =
                part("name=\"user_id\"", Long.toString(ann.id()))
                        + part("name=\"login\"", ann.login())
                        + part("name=\"password\"", ann.password());
    }

    Stream<RequestCase> all() {
        return Stream.of(boundaries(), forms(), files(), names(), heads(), cut())
                .flatMap(cases -> cases);
    }

    private Stream<RequestCase> boundaries() {
        String good = credentials + file + end;
        return Stream.of(
                typed("no boundary", "multipart/form-data", good),
                typed("an empty boundary", "multipart/form-data; boundary=", good),
                typed("an empty boundary in quotes", "multipart/form-data; boundary=\"\"", good),
                typed("another boundary", "multipart/form-data; boundary=other", good),
                typed("a shorter boundary", "multipart/form-data; boundary=b0unda", good),
                typed("a longer boundary", TYPE + "x", good),
                typed("a boundary in capitals", "multipart/form-data; boundary=B0UNDARY", good),
                typed(
                        "a boundary of 3,000",
                        "multipart/form-data; boundary=" + "b".repeat(3_000),
                        good));
    }

    private Stream<RequestCase> forms() {
        return Stream.of(
                form("nothing", "", NO_FORM),
                form("an end alone", end, NO_FORM),
                form("no form at all", "hello", NO_FORM),
                form("JSON", "{\"user_id\":1}", NO_FORM),
                form("a preamble alone", "\r\n\r\n", NO_FORM),
                form("no file", credentials + end, "400 missing_field file"),
                form(
                        "a field twice",
                        credentials + part("name=\"login\"", "x") + file + end,
                        "400 invalid_form"),
                form(
                        "an unknown field twice",
                        part("name=\"x\"", "1")
                                + part("name=\"x\"", "2")
                                + credentials
                                + file
                                + end,
                        "400 invalid_form"),
                form("17 parts", fields(14) + credentials + end, NO_FORM),
                form("1,000 parts", fields(1_000) + end, NO_FORM),
                form(
                        "a field of 4,097 bytes",
                        part("name=\"user_id\"", "1".repeat(4_097)) + file + end,
                        "400 too_long user_id"),
                form(
                        "a field that is not UTF-8",
                        part("name=\"login\"", "\u00ff") + file + end,
                        "400 invalid_character login"),
                form(
                        "nested",
                        part(
                                        "name=\"x\"\r\nContent-Type: multipart/mixed; boundary=inner",
                                        "--inner\r\nContent-Disposition: file; filename=\"a\"\r\n\r\nx\r\n--inner--")
                                + credentials
                                + end,
                        NO_FORM,
                        "400 missing_field file"));
    }

    private Stream<RequestCase> files() {
        String field = "400 invalid_value file";
        return Stream.of(
                form("two files", credentials + file + file + end, field),
                form("two files, credentials last", file + file + credentials + end, field),
                form(
                        "a file of another name",
                        credentials + part("name=\"upload\"; filename=\"a\"", "x") + end,
                        field),
                form(
                        "a file for a login",
                        part("name=\"login\"; filename=\"a\"", "x") + credentials + end,
                        field),
                form("a file, and no credentials", file + end, "400 missing_field user_id"),
                form(
                        "a file, and a wrong password",
                        file + credentials.replace("correct horse", "wrong horse") + end,
                        "401 unauthorized"),
                form(
                        "a wrong password, and a file",
                        credentials.replace("correct horse", "wrong horse") + file + end,
                        "401 unauthorized"),
                form(
                        "a text for a file",
                        credentials + part("name=\"file\"", "x") + end,
                        "400 missing_field file"));
    }

    /// A file's name is a text like any other, and no path of ours; only what no file can be called is
    /// refused.
    private Stream<RequestCase> names() {
        return Stream.of(
                name("no name", "", "400 too_short file"),
                name("256 bytes", "n".repeat(256), "400 too_long file"),
                name(
                        "128 characters of two bytes",
                        "\u00c3\u00a9".repeat(128),
                        "400 too_long file"),
                name("a NUL", "a\u0000.txt", "400 invalid_character file"),
                name("a NUL before the type", "a.png\u0000.exe", "400 invalid_character file"));
    }

    private Stream<RequestCase> heads() {
        return Stream.of(
                form(
                        "a part without a head",
                        "--" + B + "\r\n\r\nx\r\n" + end,
                        NO_FORM,
                        "400 missing_field user_id"),
                form(
                        "a part without a disposition",
                        "--" + B + "\r\nX: y\r\n\r\nx\r\n" + end,
                        NO_FORM,
                        "400 missing_field user_id"),
                form(
                        "a disposition without a name",
                        part("", "x") + credentials + end,
                        NO_FORM,
                        "400 missing_field file"),
                tooLarge("a head of 5,000 bytes", "\r\nX: " + "y".repeat(5_000)),
                tooLarge("a head of 1,000 lines", "\r\nX: y".repeat(1_000)),
                form(
                        "a head without an end",
                        "--" + B + "\r\nContent-Disposition: form-data; name=\"x\"",
                        NO_FORM));
    }

    private RequestCase tooLarge(String name, String headers) {
        String body = part("name=\"x\"" + headers, "x") + end;
        return RequestCase.closes(
                "upload: " + name,
                RequestCase.post(PATH, TYPE, body.getBytes(StandardCharsets.ISO_8859_1)),
                "413 payload_too_large");
    }

    /// The body ends early, though its length says that it is whole. A delimiter alone ends what came
    /// before it, so then only the rest is missing.
    private Stream<RequestCase> cut() {
        String good = file + credentials;
        int[] ends = {1, 5, 12, 30, 60, 80, 90, 100, 120, 150, 180, 200};
        return java.util.Arrays.stream(ends)
                .filter(it -> it < good.length())
                .mapToObj(
                        it ->
                                form(
                                        "cut after " + it + " bytes",
                                        good.substring(0, it),
                                        NO_FORM,
                                        "400 missing_field user_id"));
    }

    private RequestCase name(String name, String fileName, String answer) {
        return form(
                "a file's name: " + name,
                credentials + part("name=\"file\"; filename=\"" + fileName + "\"", "x") + end,
                answer);
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append(part("name=\"x" + i + "\"", "1"));
        }
        return fields.toString();
    }

    private static String part(String disposition, String content) {
        return "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
                .formatted(B, disposition, content);
    }

    private static RequestCase form(String name, String body, String... answers) {
        return of(name, TYPE, body, answers);
    }

    private static RequestCase typed(String name, String type, String body) {
        return of(name, type, body, NO_FORM);
    }

    private static RequestCase of(String name, String type, String body, String... answers) {
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        return RequestCase.lives("upload: " + name, RequestCase.post(PATH, type, octets), answers);
    }
}
