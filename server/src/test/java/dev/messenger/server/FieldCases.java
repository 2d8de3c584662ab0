package dev.messenger.server;

import dev.messenger.server.dispatch.BadInput;
import dev.messenger.server.dispatch.BadInput.Case;
import dev.messenger.server.dispatch.BadInput.Field;
import dev.messenger.server.dispatch.BadInput.Kind;
import dev.messenger.server.dispatch.BadInput.Shape;
import dev.messenger.server.dispatch.Operations;
import dev.messenger.server.dispatch.Operations.Cast;
import dev.messenger.server.dispatch.Operations.Operation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every field of every REST path with every bad value, as JSON, as a form and as multipart: the table
/// of [Operations], on the wire.
final class FieldCases {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");
    private static final long LARGEST_ID = (1L << 53) - 1;

    /// What no UTF-8 holds (RFC 3629): an overlong slash, half a surrogate pair, a byte too many, one
    /// too few, and what lies above the last code point.
    private static final Map<String, byte[]> NOT_UTF8 =
            Map.of(
                    "C0 AF", bytes(0xC0, 0xAF),
                    "E0 80 AF", bytes(0xE0, 0x80, 0xAF),
                    "ED A0 80", bytes(0xED, 0xA0, 0x80),
                    "80", bytes(0x80),
                    "E2 82", bytes(0xE2, 0x82),
                    "F5 80 80 80", bytes(0xF5, 0x80, 0x80, 0x80));

    private final Cast cast;

    FieldCases(Cast cast) {
        this.cast = cast;
    }

    private Stream<Operation> operations() {
        return Operations.PATHS.stream().map(this::operation);
    }

    /// Registration is for a login that is taken, so that none of its cases makes an account but those
    /// about the login itself.
    private Operation operation(String path) {
        return Operations.of(path, cast, cast.login(), 1);
    }

    Stream<RequestCase> json() {
        return operations()
                .flatMap(
                        operation ->
                                BadInput.inJson(operation.fields()).stream()
                                        .map(bad -> json(operation.path(), bad)));
    }

    /// Of `/v2/password`, where the old one is wrong: whatever else is right, nothing changes.
    Stream<RequestCase> password(String token) {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("old_password", new Field(Kind.TEXT, "\"wrong horse\"", 0));
        fields.put("new_password", new Field(Kind.TEXT, "\"battery staple\"", 72));
        String head =
                """
                POST /v2/password HTTP/1.1
                Host: 127.0.0.1
                Content-Type: application/json
                Authorization: Bearer\s"""
                        + token;
        return BadInput.inJson(fields).stream()
                .map(
                        bad ->
                                RequestCase.lives(
                                        "/v2/password json: " + bad,
                                        RequestCase.request(head, utf8(bad.json())),
                                        jsonAnswers("/v2/password", bad)));
    }

    /// Just within the bounds, and just outside, where a character is not a byte or a `char`.
    Stream<RequestCase> bounds() {
        return Stream.of(
                bound("/registration", "user_name", "x".repeat(50), "409 login_taken login"),
                bound(
                        "/registration",
                        "user_name",
                        "\uD83D\uDE00".repeat(50),
                        "409 login_taken login"),
                bound(
                        "/registration",
                        "user_name",
                        "\uD83D\uDE00".repeat(51),
                        "400 too_long user_name"),
                bound("/registration", "login", "\uD83D\uDE00".repeat(51), "400 too_long login"),
                bound("/registration", "password", "x".repeat(7), "400 too_short password"),
                bound("/registration", "password", "x".repeat(8), "409 login_taken login"),
                bound("/registration", "password", "é".repeat(36), "409 login_taken login"),
                bound("/registration", "password", "é".repeat(37), "400 too_long password"),
                bound("/login", "FCMtoken", "x".repeat(4_096), "200"),
                bound("/search", "user_name", "\uD83D\uDE00".repeat(50), "404 not_found"),
                bound("/search", "user_name", "\uD83D\uDE00".repeat(51), "400 too_long user_name"));
    }

    private RequestCase bound(String path, String field, String value, String answer) {
        Map<String, String> body = BadInput.good(operation(path).fields());
        body.put(field, Rest.json(value));
        return RequestCase.lives(
                        path + " json: " + field + " = " + RequestCase.brief(value),
                        RequestCase.post(path, JSON, utf8(BadInput.json(body))),
                        answer)
                .growing(grows(path));
    }

    private static RequestCase json(String path, Case bad) {
        return RequestCase.lives(
                        path + " json: " + bad,
                        RequestCase.post(path, JSON, utf8(bad.json())),
                        jsonAnswers(path, bad))
                .growing(grows(path));
    }

    private static String[] jsonAnswers(String path, Case bad) {
        String json = bad.value().json();
        Object value = json.isEmpty() ? "null" : Rest.object("{\"v\":" + json + "}").get("v");
        return bad.expected()
                .map(reason -> new String[] {"400 " + reason.code() + " " + bad.field()})
                .orElseGet(
                        () ->
                                answers(path, bad.field(), bad.kind(), String.valueOf(value))
                                        .toArray(String[]::new));
    }

    Stream<RequestCase> forms() {
        return operations()
                .flatMap(
                        operation ->
                                BadInput.inForms(operation.fields()).stream()
                                        .map(bad -> form(operation.path(), bad)));
    }

    private static RequestCase form(String path, Case bad) {
        String form =
                texts(bad.body()).entrySet().stream()
                        .map(it -> Rest.encode(it.getKey()) + "=" + Rest.encode(it.getValue()))
                        .collect(Collectors.joining("&"));
        return RequestCase.lives(
                        path + " form: " + bad,
                        RequestCase.post(path, FORM, utf8(form)),
                        textAnswers(path, bad))
                .growing(grows(path));
    }

    /// The fields beside a file; a file is there each time, and is gone again each time.
    Stream<RequestCase> multipart() {
        Operation upload = operation("/file_upload");
        return BadInput.inForms(upload.fields()).stream()
                .flatMap(
                        bad ->
                                Stream.of(true, false)
                                        .map(
                                                fileFirst ->
                                                        multipart(upload.path(), bad, fileFirst)));
    }

    private static RequestCase multipart(String path, Case bad, boolean fileFirst) {
        Multipart form = new Multipart();
        if (fileFirst) {
            form.file("a.txt", new byte[] {1});
        }
        form.fields(texts(bad.body()));
        if (!fileFirst) {
            form.file("a.txt", new byte[] {1});
        }
        return RequestCase.lives(
                path + (fileFirst ? " file first: " : " file last: ") + bad,
                RequestCase.post(path, form.contentType(), form.bytes()),
                textAnswers(path, bad));
    }

    /// Each field with what is no UTF-8 in it: then no field is at fault, but the whole body.
    Stream<RequestCase> notUtf8() {
        return operations()
                .flatMap(
                        operation ->
                                operation.fields().keySet().stream()
                                        .flatMap(field -> notUtf8(operation, field)));
    }

    private static Stream<RequestCase> notUtf8(Operation operation, String field) {
        Map<String, String> body = BadInput.good(operation.fields());
        body.put(field, "\"cut here\"");
        String[] around = BadInput.json(body).split("cut here", -1);
        return NOT_UTF8.entrySet().stream()
                .map(
                        octets ->
                                RequestCase.lives(
                                        operation.path()
                                                + " json: "
                                                + field
                                                + " with the octets "
                                                + octets.getKey(),
                                        RequestCase.post(
                                                operation.path(),
                                                JSON,
                                                RequestCase.join(
                                                        utf8(around[0]),
                                                        octets.getValue(),
                                                        utf8(around[1]))),
                                        "400 invalid_json"));
    }

    /// What a form's fields hold. A number is carried as it is written, not as a parser would have it.
    private static Map<String, Object> texts(Map<String, String> body) {
        Map<String, String> quoted = new LinkedHashMap<>(body);
        quoted.replaceAll((name, json) -> json.startsWith("\"") ? json : "\"" + json + "\"");
        return Rest.object(BadInput.json(quoted));
    }

    /// In a form all is text, so a number is as good a text as any.
    private static String[] textAnswers(String path, Case bad) {
        String field = bad.field();
        boolean number =
                switch (bad.kind()) {
                    case ID, OWN_ID, OFFSET -> true;
                    default -> false;
                };
        if (bad.value().shape() == Shape.ABSENT) {
            return bad.expected()
                    .map(reason -> new String[] {"400 " + reason.code() + " " + field})
                    .orElse(new String[] {"200"});
        }
        String text = String.valueOf(texts(bad.body()).get(field));
        if (number && !DECIMAL.matcher(text).matches()) {
            return new String[] {"400 invalid_type " + field};
        }
        if (number && bad.kind() == Kind.ID && outside(text, 1, LARGEST_ID)) {
            return new String[] {"400 out_of_range " + field};
        }
        if (!number && text.indexOf(0) >= 0) {
            return new String[] {"400 invalid_character " + field};
        }
        if (bad.value().shape() == Shape.TOO_LONG_STRING) {
            return new String[] {"400 too_long " + field};
        }
        return answers(path, field, bad.kind(), text).toArray(String[]::new);
    }

    /// What is right for a value of the right type.
    private static List<String> answers(String path, String field, Kind kind, String text) {
        return switch (kind) {
            case OWN_ID -> List.of("401 unauthorized");
            case ID ->
                    field.equals("user_id_2") || field.equals("chat_id")
                            ? List.of("404 not_found " + field)
                            : List.of("404 not_found", "404 not_found " + field);
            case OFFSET ->
                    text.equals("null") || !outside(text, 0, Integer.MAX_VALUE)
                            ? List.of("200")
                            : List.of("400 out_of_range offset");
            default ->
                    switch (path + " " + field) {
                        case "/registration user_name" ->
                                List.of(
                                        text.isEmpty()
                                                ? "400 too_short user_name"
                                                : "409 login_taken login");
                        case "/registration password" ->
                                List.of(
                                        utf8(text).length < 8
                                                ? "400 too_short password"
                                                : "409 login_taken login");
                        case "/v2/password new_password" ->
                                List.of(
                                        utf8(text).length < 8
                                                ? "400 too_short new_password"
                                                : "401 unauthorized");
                        case "/registration login" ->
                                text.isEmpty()
                                        ? List.of("400 too_short login")
                                        : List.of("200", "409 login_taken login");
                        case "/login FCMtoken" -> List.of("200");
                        case "/search user_name" -> List.of("200", "404 not_found");
                        case "/avatar_upload file" -> List.of("400 invalid_value file");
                        default -> List.of("401 unauthorized");
                    };
        };
    }

    private static String grows(String path) {
        return switch (path) {
            case "/registration" -> "users";
            case "/login" -> "sessions";
            default -> "";
        };
    }

    private static boolean outside(String number, long least, long most) {
        long value = Long.parseLong(number);
        return value < least || value > most;
    }

    static byte[] bytes(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
