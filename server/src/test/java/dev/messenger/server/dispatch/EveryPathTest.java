package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.BadInput.Case;
import dev.messenger.server.dispatch.BadInput.Value;
import dev.messenger.server.dispatch.Operations.Operation;
import dev.messenger.server.dispatch.Rest.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What holds for all REST paths alike, good input and bad.
final class EveryPathTest extends WithRest {

    static final List<String> PATHS =
            Stream.concat(Operations.PATHS.stream(), Operations.BY_TOKEN.stream()).toList();
    static final List<String> QUERIES = Operations.QUERIES;

    private static final List<String> NO_OBJECTS =
            List.of(
                    "",
                    " ",
                    "{",
                    "[]",
                    "null",
                    "true",
                    "5",
                    "\"x\"",
                    "{\"a\":1,}",
                    "{'a':1}",
                    "{\"a\":1,\"a\":1}",
                    "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}",
                    "{\"a\":" + "9".repeat(100_000) + "}",
                    "\ufeff{}",
                    "login=Ann&password=x");

    private long message;
    private String handle;
    private Map<String, String> token;

    @BeforeEach
    void fill() {
        message = rules.send(chat, bob, ann, "a.bin", new byte[] {1}).id();
        handle = rules.upload(ann, "b.bin", new byte[] {1}).serviceFile();
        token = bearer("Ann");
        rules.storage.avatars().put(ann.userId(), "iVBORw0KGgo=");
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void formSaysTheSameAsJson(String path) {
        Map<String, String> good = new LinkedHashMap<>();
        BadInput.good(operation(path).fields())
                .forEach((name, json) -> good.put(name, json.replace("\"", "")));
        Operation operation = operation(path);
        assertThat(rest.form(operation.path(), good, headers(operation)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void numbersMayBeDecimalStringsAndUnknownFieldsAreIgnored(String path) {
        Map<String, String> good = BadInput.good(operation(path).fields());
        good.replaceAll((name, json) -> json.startsWith("\"") ? json : "\"" + json + "\"");
        good.put("unknown", "{\"deep\":[1,null]}");
        assertThat(json(operation(path), BadInput.json(good)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void tokenStandsInForCredentials(String path) {
        Operation operation = operation(path);
        Map<String, String> bearer = bearer("Ann");
        Map<String, String> good = BadInput.good(operation.fields());
        if (operation.ownId().isEmpty()) {
            assertThat(rest.json(operation.path(), BadInput.json(good), bearer).status())
                    .isEqualTo(200);
            return;
        }
        String ownId = operation.ownId().get();
        good.put(ownId, Long.toString(bob.userId()));
        String dump = rules.storage.dump();
        assertRefused(rest.json(path, BadInput.json(good), bearer), 403, "forbidden", ownId);
        assertRefused(
                rest.json(path, BadInput.json(good), Map.of("Authorization", "Bearer wrong")),
                401,
                "unauthorized");
        assertThat(rules.storage.dump()).isEqualTo(dump);

        good.keySet().removeAll(List.of(ownId, "login", "password"));
        assertThat(rest.json(path, BadInput.json(good), bearer).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void badFieldOfJsonIsRefusedNamedAndStoresNothing(String path) {
        Operation operation = operation(path);
        String good = BadInput.json(BadInput.good(operation.fields()));
        assertThat(json(operation, good).status()).isEqualTo(200);
        for (Case bad : BadInput.inJson(operation.fields())) {
            String dump = rules.storage.dump();
            assertRefusedRightly(bad, json(operation, bad.json()), dump);
        }
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void badFieldOfAFormIsRefusedNamedAndStoresNothing(String path) {
        Operation operation = operation(path);
        for (Case bad : BadInput.inForms(operation.fields())) {
            String dump = rules.storage.dump();
            Answer answer = rest.form(operation.path(), texts(bad), headers(operation));
            assertRefusedAsText(bad, answer, dump);
        }
    }

    @ParameterizedTest
    @FieldSource("QUERIES")
    void badParameterOfAQueryIsRefusedAndNamed(String path) {
        Operation operation = Operations.query(path, cast());
        String dump = rules.storage.dump();
        for (Case bad : BadInput.inForms(operation.fields())) {
            String query = Rest.encoded(texts(bad));
            assertRefusedAsText(bad, rest.get(operation.path() + "?" + query, token), dump);
        }
    }

    /// Each field as it stands in a form.
    private static Map<String, String> texts(Case bad) {
        Map<String, String> fields = new LinkedHashMap<>();
        bad.body()
                .forEach(
                        (name, json) ->
                                fields.put(
                                        name,
                                        new Value(bad.value().shape(), json)
                                                .text()
                                                .replace("\\u0000", "\u0000")));
        return fields;
    }

    /// As text, a number is a text like any other, and one of nineteen digits is no number.
    private void assertRefusedAsText(Case bad, Answer answer, String dump) {
        switch (bad.value().shape()) {
            case FRACTION, NOT_POSITIVE, OVER_31_BITS, OVER_53_BITS, OVER_63_BITS ->
                    assertAnyRefusal(bad, answer, dump);
            default -> assertRefusedRightly(bad, answer, dump);
        }
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void whatIsNoJsonObjectIsRefused(String path) {
        Operation operation = operation(path);
        String dump = rules.storage.dump();
        for (String body : NO_OBJECTS) {
            Answer answer = json(operation, body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().get("code")).as(body).isEqualTo("invalid_json");
        }
        byte[] latin1 = "{\"login\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(
                        rest.post(operation.path(), "application/json", latin1, headers(operation))
                                .json()
                                .get("code"))
                .isEqualTo("invalid_json");
        assertThat(rules.storage.dump()).isEqualTo(dump);
    }

    @ParameterizedTest
    @FieldSource("PATHS")
    void whatIsNoFormIsRefused(String path) {
        Operation operation = operation(path);
        String dump = rules.storage.dump();
        for (String body :
                List.of("a=%", "a=%zz", "a=%C3", "a=%ED%A0%80", "a=1&a=2", "a=1&".repeat(100))) {
            Answer answer =
                    rest.post(
                            operation.path(),
                            "application/x-www-form-urlencoded",
                            body.getBytes(StandardCharsets.UTF_8),
                            headers(operation));
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().get("code")).as(body).isEqualTo("invalid_form");
        }
        assertThat(rules.storage.dump()).isEqualTo(dump);
    }

    private Operation operation(String path) {
        return Operations.BY_TOKEN.contains(path)
                ? Operations.byToken(path, cast(), message, handle)
                : Operations.of(path, cast(), "new", message);
    }

    private Answer json(Operation operation, String body) {
        return rest.json(operation.path(), body, headers(operation));
    }

    private Map<String, String> headers(Operation operation) {
        return operation.byToken() ? token : Map.of();
    }

    private void assertRefusedRightly(Case bad, Answer answer, String dump) {
        bad.expected()
                .ifPresent(
                        reason -> {
                            assertThat(answer.text()).as(bad.toString()).contains("\"code\":");
                            assertThat(answer.json().get("code"))
                                    .as(bad.toString())
                                    .isEqualTo(reason.code());
                        });
        assertAnyRefusal(bad, answer, dump);
    }

    /// Answered with success, or refused clearly and without a trace.
    private void assertAnyRefusal(Case bad, Answer answer, String dump) {
        assertThat(answer.status()).as(bad.toString()).isIn(200, 400, 401, 403, 404, 409);
        if (answer.status() == 200) {
            return;
        }
        Map<?, ?> refusal = answer.json();
        assertThat(refusal.get("message")).as(bad.toString()).asString().endsWith(".");
        if (answer.status() == 400) {
            assertThat(refusal.get("field")).as(bad.toString()).isEqualTo(bad.field());
        }
        assertThat(rules.storage.dump()).as(bad.toString()).isEqualTo(dump);
    }
}
