package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong is refused by name, stores nothing, and leaves the connection to the next request.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class BadInputTest {

    private static final String JSON = "application/json";
    private static final Set<String> NUMBERS =
            Set.of("id", "user_id", "user_id_1", "user_id_2", "chat_id", "message_id", "offset");
    private static final Set<String> OPTIONAL = Set.of("FCMtoken", "offset");
    private static final long NOBODY = 4_000_000_000L;

    private final TestServer server;
    private final Person ann;

    BadInputTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyPathNamesTheFieldAtFault(String path, List<String> names) throws Exception {
        Map<String, Object> valid = new LinkedHashMap<>();
        names.forEach(name -> valid.put(name, value(name)));
        List<Long> before = stored();
        try (RawConnection connection = new RawConnection(server)) {
            for (String field : names) {
                boolean number = NUMBERS.contains(field);
                if (!OPTIONAL.contains(field)) {
                    Map<String, Object> without = new LinkedHashMap<>(valid);
                    without.remove(field);
                    refuses(connection, path, without, "400 missing_field " + field);
                }
                Object other = number ? "7 or so" : 7;
                refuses(connection, path, with(valid, field, other), "400 invalid_type " + field);
                refuses(
                        connection,
                        path,
                        with(valid, field, List.of()),
                        "400 invalid_type " + field);
                if (!number) {
                    refuses(
                            connection,
                            path,
                            with(valid, field, "a\u0000b"),
                            "400 invalid_character " + field);
                }
            }
            String twice = Rest.json(valid) + "{}";
            for (String noObject :
                    List.of("", "hello", "[]", "null", "\"{}\"", "{", "{'a':1}", twice)) {
                assertThat(connection.post(path, JSON, utf8(noObject)).refusal())
                        .as(noObject)
                        .isEqualTo("400 invalid_json");
            }
            assertThat(connection.post(path, JSON, new byte[] {'"', (byte) 0xc3, '"'}).refusal())
                    .isEqualTo("400 invalid_json");
            assertThat(connection.post(path, "text/plain", utf8("{}")).refusal())
                    .isEqualTo("415 unsupported_media_type");
            String form = "application/x-www-form-urlencoded";
            assertThat(connection.post(path, form, utf8("a=%zz")).refusal())
                    .isEqualTo("400 invalid_form");

            RawConnection.Answer wrongMethod =
                    connection
                            .write("GET " + path + " HTTP/1.1\nHost: 127.0.0.1", new byte[0])
                            .read();
            assertThat(wrongMethod.status()).isEqualTo(405);
            assertThat(wrongMethod.head()).containsIgnoringCase("\r\nallow: POST\r\n");
        }
        assertThat(stored()).isEqualTo(before);
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of("/registration", List.of("user_name", "login", "password")),
                Arguments.of("/login", List.of("login", "password", "FCMtoken")),
                Arguments.of("/logout", List.of("id", "login", "password")),
                Arguments.of("/search", List.of("user_name")),
                Arguments.of(
                        "/get_past_messages",
                        List.of("chat_id", "offset", "id", "login", "password")),
                Arguments.of("/avatar_upload", List.of("file", "user_id", "login", "password")),
                Arguments.of("/avatar_download", List.of("user_id")),
                Arguments.of("/avatar_delete", List.of("id", "login", "password")),
                Arguments.of(
                        "/file_download", List.of("message_id", "user_id", "login", "password")),
                Arguments.of(
                        "/chat_creating", List.of("user_id_1", "user_id_2", "login", "password")));
    }

    @Test
    void boundsAreKept() throws Exception {
        List<Long> before = stored();
        try (RawConnection connection = new RawConnection(server)) {
            Map<String, Object> registration =
                    fields("user_name", "Zoë", "login", "zoe", "password", "long enough");
            refuses(
                    connection,
                    "/registration",
                    with(registration, "user_name", "👋".repeat(51)),
                    "400 too_long user_name");
            refuses(
                    connection,
                    "/registration",
                    with(registration, "user_name", ""),
                    "400 too_short user_name");
            refuses(
                    connection,
                    "/registration",
                    with(registration, "login", "l".repeat(51)),
                    "400 too_long login");
            refuses(
                    connection,
                    "/registration",
                    with(registration, "password", "7 bytes"),
                    "400 too_short password");
            refuses(
                    connection,
                    "/registration",
                    with(registration, "password", "é".repeat(37)),
                    "400 too_long password");
            refuses(
                    connection,
                    "/registration",
                    with(registration, "login", ann.login().toUpperCase(java.util.Locale.ROOT)),
                    "409 login_taken login");
            refuses(
                    connection,
                    "/login",
                    fields(
                            "login",
                            ann.login(),
                            "password",
                            ann.password(),
                            "FCMtoken",
                            "t".repeat(4097)),
                    "400 too_long FCMtoken");
            refuses(
                    connection,
                    "/search",
                    fields("user_name", "n".repeat(51)),
                    "400 too_long user_name");
            refuses(
                    connection,
                    "/get_past_messages",
                    ann.signed("id", "chat_id", 1, "offset", -1),
                    "400 out_of_range offset");
            refuses(
                    connection,
                    "/get_past_messages",
                    ann.signed("id", "chat_id", 1L << 53),
                    "400 out_of_range chat_id");
            refuses(
                    connection,
                    "/avatar_upload",
                    ann.signed("user_id", "file", "data:image/png;base64,aGVsbG8="),
                    "400 invalid_value file");
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void wrongCredentialsAreAnsweredEverywhere() throws IOException {
        Person bob = server.register("Bob");
        try (RawConnection connection = new RawConnection(server)) {
            for (Map<String, Object> wrong :
                    List.<Map<String, Object>>of(
                            fields("password", "wrong horse"),
                            fields("login", "nobody at all"),
                            fields("login", bob.login()))) {
                for (String path : List.of("/logout", "/avatar_delete")) {
                    refuses(connection, path, merged(ann.signed("id"), wrong), "401 unauthorized");
                }
                refuses(
                        connection,
                        "/get_past_messages",
                        merged(ann.signed("id", "chat_id", 1), wrong),
                        "401 unauthorized");
                refuses(
                        connection,
                        "/avatar_upload",
                        merged(ann.signed("user_id", "file", value("file")), wrong),
                        "401 unauthorized");
                refuses(
                        connection,
                        "/file_download",
                        merged(ann.signed("user_id", "message_id", 1), wrong),
                        "401 unauthorized");
                refuses(
                        connection,
                        "/chat_creating",
                        merged(ann.signed("user_id_1", "user_id_2", bob.id()), wrong),
                        "401 unauthorized");
            }
            RawConnection.Answer login =
                    connection.post(
                            "/login",
                            JSON,
                            utf8(Rest.json(fields("login", ann.login(), "password", "wrong"))));
            assertThat(login.refusal()).isEqualTo("401 unauthorized");
            assertThat(login.json()).containsOnlyKeys("error", "code", "message");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            refuses(
                    connection,
                    "/search",
                    fields("user_name", "nobody is called so"),
                    "404 not_found");
            refuses(connection, "/avatar_download", fields("user_id", NOBODY), "404 not_found");
            refuses(connection, "/avatar_download", fields("user_id", ann.id()), "404 not_found");
            refuses(connection, "/avatar_delete", ann.signed("id"), "404 not_found");
            refuses(
                    connection,
                    "/chat_creating",
                    ann.signed("user_id_1", "user_id_2", NOBODY),
                    "404 not_found user_id_2");
            refuses(
                    connection,
                    "/chat_creating",
                    ann.signed("user_id_1", "user_id_2", ann.id()),
                    "404 not_found user_id_2");
            refuses(connection, "/no_such_path", Map.of(), "404 not_found");
        }
    }

    private static void refuses(
            RawConnection connection, String path, Map<String, ?> body, String refusal)
            throws IOException {
        RawConnection.Answer answer = connection.post(path, JSON, utf8(Rest.json(body)));
        assertThat(answer.refusal()).as("%s %s", path, body).isEqualTo(refusal);
        assertThat(String.valueOf(answer.json().get("message"))).endsWith(".");
    }

    private Object value(String field) {
        return switch (field) {
            case "id", "user_id", "user_id_1" -> ann.id();
            case "login" -> ann.login();
            case "password" -> ann.password();
            case "file" -> "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
            case "user_name" -> "Ann";
            case "FCMtoken" -> "token";
            default -> 1;
        };
    }

    private static Map<String, Object> with(Map<String, Object> valid, String name, Object value) {
        return merged(valid, fields(name, value));
    }

    private static Map<String, Object> merged(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> merged = new LinkedHashMap<>(some);
        merged.putAll(more);
        return merged;
    }

    /// How many rows there are of everything.
    private List<Long> stored() throws IOException, SQLException {
        List<Long> counts = new ArrayList<>();
        try (var database = server.database()) {
            for (String table :
                    List.of("users", "sessions", "avatars", "chats", "messages", "files")) {
                counts.add(
                        (Long)
                                TestServer.column(database, "SELECT count(*) FROM " + table)
                                        .getFirst());
            }
        }
        return counts;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
