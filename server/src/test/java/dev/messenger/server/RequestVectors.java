package dev.messenger.server;

import dev.messenger.server.dispatch.Operations;
import dev.messenger.server.net.FramingVectors;
import dev.messenger.server.net.FramingVectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Requests that are odd as such, whatever their fields: framing, targets, headers, handshakes.
final class RequestVectors {

    private static final String HOST = " HTTP/1.1\nHost: 127.0.0.1\n";
    private static final byte[] NOTHING = {};
    private static final byte[] SMUGGLED =
            "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Person ann;

    RequestVectors(Person ann) {
        this.ann = ann;
    }

    Stream<RequestCase> all() {
        return Stream.of(
                        broken(),
                        cutShort(),
                        tooLarge(),
                        targets(),
                        methods(),
                        mediaTypes(),
                        authorizations(),
                        sessions(),
                        handshakes(),
                        queries())
                .flatMap(cases -> cases);
    }

    /// Each alone, and each with a request behind it that must not be answered.
    private static Stream<RequestCase> broken() {
        return FramingVectors.broken()
                .filter(vector -> vector.status() != 413)
                .flatMap(
                        vector -> {
                            byte[] bytes = octets(vector.to("/search", "application/json"));
                            return Stream.of(
                                    RequestCase.closes(
                                            "HTTP: " + vector.name(), bytes, refusal(vector)),
                                    RequestCase.closes(
                                            "HTTP: " + vector.name() + ", then a good request",
                                            RequestCase.join(bytes, SMUGGLED),
                                            refusal(vector)));
                        });
    }

    private static String refusal(Vector vector) {
        return switch (vector.status()) {
            case 400 -> "400 malformed_request";
            case 414 -> "414 target_too_long";
            case 415 -> "415 unsupported_media_type";
            case 417 -> "417 expectation_failed";
            case 431 -> "431 headers_too_large";
            case 501 -> "501 unknown_method";
            case 505 -> "505 unknown_http_version";
            default -> throw new IllegalArgumentException(vector.toString());
        };
    }

    private static Stream<RequestCase> cutShort() {
        return Stream.of(
                        "",
                        "P",
                        "POST /login",
                        "POST /login HTTP/1.1\r\n",
                        "POST /login HTTP/1.1\r\nHost: a\r\nContent-Le",
                        "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n",
                        json("Content-Length: 100\r\n\r\n{"),
                        json("Content-Length: 1000000\r\n\r\n" + "x".repeat(10_000)),
                        json("Transfer-Encoding: chunked\r\n\r\n"),
                        json("Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
                        json("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
                        json("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"))
                .map(
                        text ->
                                RequestCase.closes(
                                        "cut after: " + RequestCase.brief(text),
                                        octets(text),
                                        RequestCase.NONE));
    }

    private static String json(String rest) {
        return "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + rest;
    }

    private static Stream<RequestCase> tooLarge() {
        return Stream.concat(Operations.PATHS.stream(), Stream.of("/file_upload", "/v2/password"))
                .flatMap(
                        path -> {
                            long most =
                                    switch (path) {
                                        case "/avatar_upload" -> 8 << 20;
                                        case "/file_upload" -> 524_288_000 + (64 << 10);
                                        default -> 1 << 20;
                                    };
                            return Stream.of(most + 1, 1L << 32, Long.MAX_VALUE)
                                    .map(length -> tooLarge(path, length));
                        });
    }

    private static RequestCase tooLarge(String path, long length) {
        String head = "POST " + path + HOST + "Content-Length: " + length + "\n\n";
        return RequestCase.closes(
                path + " with a body of " + length + " bytes",
                octets(head.replace("\n", "\r\n")),
                "413 payload_too_large");
    }

    /// Paths that resemble one, or reach out of all.
    private static Stream<RequestCase> targets() {
        return Stream.of(
                        "//",
                        "/.",
                        "/..",
                        "/../",
                        "/../../../etc/passwd",
                        "/..%2f..%2fetc%2fpasswd",
                        "/%2e%2e/",
                        "/..;/healthz",
                        "/healthz/",
                        "//healthz",
                        "/./healthz",
                        "/x/../healthz",
                        "/healthz%00",
                        "/healthz%20",
                        "/healthz;a=b",
                        "/healthz.json",
                        "/HEALTHZ",
                        "/%68ealthz",
                        "/healthz%0d%0aX:%20y",
                        "/healthz%",
                        "/healthz%zz",
                        "/%c0%af",
                        "/%ff",
                        "/\\healthz",
                        "/..\\..\\",
                        "/'",
                        "/\"",
                        "/<script>",
                        "/{id}",
                        "/${7*7}",
                        "/%24%7bjndi%7d",
                        "/|id",
                        "/`id`",
                        "/~",
                        "/.git/config",
                        "/.env",
                        "/WEB-INF/web.xml",
                        "/proc/self/environ",
                        "/v2",
                        "/v2/",
                        "/v2//sessions",
                        "/v2/sessions/",
                        "/v2/sessions/a/b",
                        "/v3/sessions",
                        "/login/",
                        "/login.php",
                        "/index.html",
                        "/lib",
                        "/lib/",
                        "/lib/../index.html",
                        "/lib/..%2findex.html",
                        "/lib/messenger.js/",
                        "/lib/messenger.js%00",
                        "/" + "a".repeat(3_000),
                        "/" + "../".repeat(1_000),
                        "/" + "%2e".repeat(1_000))
                .flatMap(
                        path ->
                                Stream.of("GET", "POST")
                                        .map(method -> target(method, path, "404 not_found")));
    }

    private static RequestCase target(String method, String path, String answer) {
        String start = method + " " + path;
        return RequestCase.lives(
                RequestCase.brief(start), RequestCase.request(start + HOST, NOTHING), answer);
    }

    private static Stream<RequestCase> methods() {
        Stream<RequestCase> posts =
                Stream.concat(Operations.PATHS.stream(), Stream.of("/file_upload"))
                        .flatMap(
                                path ->
                                        Stream.of("GET", "PUT", "PATCH", "DELETE", "OPTIONS")
                                                .map(it -> wrongMethod(it, path)));
        Stream<RequestCase> others =
                Stream.of("/healthz", "/readyz", "/v2/sessions/1", "/v2/account")
                        .flatMap(
                                path ->
                                        Stream.of("POST", "PUT", "PATCH", "OPTIONS")
                                                .map(it -> wrongMethod(it, path)));
        return Stream.concat(posts, others);
    }

    private static RequestCase wrongMethod(String method, String path) {
        return target(method, path, "405 method_not_allowed");
    }

    private static Stream<RequestCase> mediaTypes() {
        List<String> types =
                List.of(
                        "",
                        "x",
                        "/",
                        "text/plain",
                        "application/xml",
                        "application/jsonx",
                        "application/json/",
                        "application/ld+json",
                        "text/json",
                        "application/json, text/plain",
                        "application/json; charset=utf-16",
                        "application/json; charset=latin1",
                        "application/json;charset=\"utf-7\"",
                        "application/x-www-form-urlencoded; charset=iso-8859-1",
                        "a".repeat(4_000),
                        "multipart/mixed",
                        "*/*");
        return Stream.concat(Operations.PATHS.stream(), Stream.of("/file_upload", "/v2/password"))
                .flatMap(
                        path ->
                                types.stream()
                                        .map(
                                                type ->
                                                        RequestCase.lives(
                                                                path
                                                                        + " as "
                                                                        + RequestCase.brief(type),
                                                                RequestCase.post(
                                                                        path, type, new byte[] {1}),
                                                                "415 unsupported_media_type")));
    }

    private static Stream<RequestCase> authorizations() {
        return Stream.of(
                        "",
                        "Bearer",
                        "Bearer ",
                        "Bearer  ",
                        "Bearer x",
                        "bearer x",
                        "Bearer\tx",
                        "Bearer x y",
                        "Bearer " + "x".repeat(7_000),
                        "Bearer ' OR '1'='1",
                        "Bearer %00",
                        "Bearer \u00e9",
                        "Bearer ../../x",
                        "Bearer null",
                        "Bearer undefined",
                        "Bearer eyJhbGciOiJub25lIn0.e30.",
                        "Basic YTpi",
                        "Basic",
                        "Digest username=\"x\"",
                        "Token x",
                        "Negotiate x",
                        ",",
                        "=")
                .flatMap(
                        value ->
                                Stream.of(
                                                "GET /v2/sessions",
                                                "DELETE /v2/sessions",
                                                "DELETE /v2/account")
                                        .map(
                                                line ->
                                                        RequestCase.lives(
                                                                line
                                                                        + " Authorization: "
                                                                        + RequestCase.brief(value),
                                                                octets(
                                                                        (line
                                                                                        + HOST
                                                                                        + "Authorization: "
                                                                                        + value
                                                                                        + "\n\n")
                                                                                .replace(
                                                                                        "\n",
                                                                                        "\r\n")),
                                                                "401 unauthorized")));
    }

    private Stream<RequestCase> sessions() {
        return Stream.of(
                        "0",
                        "-1",
                        "1",
                        "9223372036854775808",
                        "null",
                        "*",
                        "%",
                        "_",
                        "'",
                        "\"",
                        "'%20OR%20'1'='1",
                        "1;DROP%20TABLE%20sessions",
                        "..",
                        "%2e%2e",
                        "%2f",
                        "%00",
                        "00000000-0000-0000-0000-000000000000",
                        "1-1-1-1-1",
                        "0000000000000000-0-0-0-0",
                        "{00000000-0000-0000-0000-000000000000}",
                        "00000000000000000000000000000000",
                        "x".repeat(3_000))
                .map(
                        id ->
                                RequestCase.lives(
                                        RequestCase.brief("DELETE /v2/sessions/" + id),
                                        RequestCase.request(
                                                "DELETE /v2/sessions/"
                                                        + id
                                                        + HOST
                                                        + "Authorization: Bearer "
                                                        + ann.token(),
                                                NOTHING),
                                        "404 not_found"));
    }

    /// What asks for a WebSocket and does it wrongly.
    private Stream<RequestCase> handshakes() {
        String version = "Sec-WebSocket-Version: 13\n";
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";
        String token = "Authorization: Bearer " + ann.token() + "\n";
        String malformed = "400 invalid_value";
        return Stream.of(
                handshake("no key", version + token, malformed),
                handshake("an empty key", "Sec-WebSocket-Key:\n" + version + token, malformed),
                handshake("a short key", "Sec-WebSocket-Key: AAAA\n" + version + token, malformed),
                handshake("no base64", "Sec-WebSocket-Key: !!!!\n" + version + token, malformed),
                handshake("a long key", key.strip() + "AA==\n" + version + token, malformed),
                handshake("two keys", key + key + version + token, malformed),
                handshake(
                        "another origin",
                        key + version + token + "Origin: https://evil.example\n",
                        "403 forbidden"),
                handshake("origin null", key + version + token + "Origin: null\n", "403 forbidden"),
                handshake("no credentials", key + version, "401 unauthorized"),
                handshake(
                        "a wrong token",
                        key + version + "Authorization: Bearer x\n",
                        "401 unauthorized"),
                handshake(
                        "a basic login",
                        key + version + "Authorization: Basic YTpi\n",
                        "401 unauthorized"),
                closed("no version", key + token),
                closed("version 12", key + "Sec-WebSocket-Version: 12\n" + token),
                closed("version 14", key + "Sec-WebSocket-Version: 14\n" + token),
                closed("version 013", key + "Sec-WebSocket-Version: 013\n" + token),
                closed("version 13, 8", key + "Sec-WebSocket-Version: 13, 8\n" + token),
                closed("version thirteen", key + "Sec-WebSocket-Version: thirteen\n" + token));
    }

    private static RequestCase handshake(String name, String headers, String answer) {
        return RequestCase.lives("upgrade: " + name, upgrade("/", headers), answer);
    }

    private static RequestCase closed(String name, String headers) {
        return RequestCase.closes("upgrade: " + name, upgrade("/", headers), "426 invalid_value");
    }

    private static byte[] upgrade(String target, String headers) {
        return octets(
                ("GET "
                                + target
                                + HOST
                                + "Upgrade: websocket\nConnection: Upgrade\n"
                                + headers
                                + "\n")
                        .replace("\n", "\r\n"));
    }

    /// Credentials in the URL of a WebSocket.
    private Stream<RequestCase> queries() {
        String login = "login=" + Rest.encode(ann.login());
        String password = "password=" + Rest.encode(ann.password());
        String id = "id=" + ann.id();
        Stream<String> wrong =
                Stream.of(
                                "",
                                "x",
                                "-1",
                                "0",
                                "1e3",
                                "5.5",
                                "+5",
                                "0x10",
                                "%00",
                                "%20",
                                "9223372036854775808",
                                "%27%20OR%20%271%27=%271",
                                "null",
                                "%e2%80%ae",
                                "[]",
                                "%d9%a3",
                                "..%2f",
                                "x".repeat(2_000))
                        .flatMap(
                                value ->
                                        Stream.of(
                                                String.join("&", "id=" + value, login, password),
                                                String.join("&", id, "login=" + value, password),
                                                String.join("&", id, login, "password=" + value)));
        Stream<String> absent =
                Stream.of("", id, login, id + "&" + login, id + "&" + password, "&&&", "=", "?");
        Stream<String> broken =
                Stream.of(
                        "id=%",
                        "id=%z", "id=%c0%af", "id=%ed%a0%80", "id=1&id=1", "a=&".repeat(100));
        return Stream.concat(
                Stream.concat(wrong, absent).map(it -> query(it, "401 unauthorized")),
                broken.map(it -> query(it, "400 invalid_form")));
    }

    private static RequestCase query(String query, String answer) {
        String headers = "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";
        return RequestCase.lives(
                RequestCase.brief("upgrade: ?" + query), upgrade("/?" + query, headers), answer);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
