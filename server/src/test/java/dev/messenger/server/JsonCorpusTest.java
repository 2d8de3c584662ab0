package dev.messenger.server;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// [JsonVectors] as a field that nobody reads, in a request that is good otherwise: what is JSON is
/// served, and what is none is refused, over TLS by a whole server.
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JsonCorpusTest {

    private static final String PATH = "/avatar_download";
    private static final String JSON = "application/json";
    private static final String INVALID = "400 invalid_json";

    private final Person ann;
    private final Prober prober;

    JsonCorpusTest(TestServer server) throws IOException, SQLException {
        ann = server.register("Ann");
        ann.rest().post("/avatar_upload", ann.signed("user_id", "file", "R0lGODlhAQABAAAAACw="));
        prober = new Prober(server, ann);
    }

    @AfterAll
    void close() throws IOException, SQLException {
        prober.close();
    }

    @TestFactory
    Stream<DynamicTest> whatIsJsonIsTaken() {
        return JsonVectors.TAKEN.stream().map(value -> test(value, field(value), "200"));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoJsonIsRefused() {
        return JsonVectors.REFUSED.stream().map(value -> test(value, field(value), INVALID));
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatAreNoJsonAreRefused() {
        return JsonVectors.BODIES_REFUSED.stream()
                .map(body -> test(body, utf8(body.replace("{}", "{\"user_id\":1}")), INVALID));
    }

    @TestFactory
    Stream<DynamicTest> whatIsLeftOpenIsAsTheTableSays() {
        return JsonVectors.LEFT_OPEN.entrySet().stream()
                .map(it -> test(it.getKey(), field(it.getKey()), it.getValue()));
    }

    /// Section 8.1: UTF-8, and nothing else.
    @TestFactory
    Stream<DynamicTest> otherEncodingsAreRefused() {
        String body = "{\"user_id\":" + ann.id() + ",\"x\":\"é\"}";
        return Map.of(
                        "UTF-16 with a mark", StandardCharsets.UTF_16,
                        "UTF-16LE", StandardCharsets.UTF_16LE,
                        "UTF-16BE", StandardCharsets.UTF_16BE,
                        "UTF-32", Charset.forName("UTF-32"),
                        "UTF-32LE", Charset.forName("UTF-32LE"),
                        "Latin-1", StandardCharsets.ISO_8859_1)
                .entrySet()
                .stream()
                .map(it -> test(it.getKey(), body.getBytes(it.getValue()), INVALID));
    }

    private DynamicTest test(String name, byte[] body, String answer) {
        RequestCase one =
                RequestCase.lives(
                        "<" + RequestCase.brief(name) + ">",
                        RequestCase.post(PATH, JSON, body),
                        answer);
        return DynamicTest.dynamicTest(one.name(), () -> prober.probe(one));
    }

    private byte[] field(String value) {
        return utf8("{\"user_id\":" + ann.id() + ",\"x\":" + value + "}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
