package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds every answer that a test is given to what `/openapi.json` says of it: the status, the code, and
/// each field, with none beside them.
final class DescribedAnswers {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    DescribedAnswers(byte[] openApi) {
        document = closed(JSON.readTree(openApi));
    }

    /// A path that is not described must be a page, or the lab's, or must not be there, and say so; a
    /// method that is not described must not be there.
    void check(String method, String path, Rest.Answer answer) {
        Optional<String> described =
                document.get("paths").propertyNames().stream()
                        .sorted((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
                        .filter(template -> PathTemplate.of(template).matches(path))
                        .findFirst();
        if (described.isEmpty()) {
            boolean page = answer.headers().containsKey("Content-Security-Policy");
            boolean lab = path.startsWith("/lab/");
            assertThat(page || lab || answer.status() == 404 || answer.status() == 405)
                    .as("%s is described, or a page, or the lab's, or nothing", path)
                    .isTrue();
            return;
        }
        JsonNode operation =
                document.get("paths").get(described.get()).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            assertThat(answer.status()).as("%s %s is not described", method, path).isEqualTo(405);
            return;
        }
        String name = method + " " + described.get() + " " + answer.status();
        JsonNode response = operation.get("responses").path(Integer.toString(answer.status()));
        assertThat(response.isMissingNode())
                .as("%s is not described; it says %s", name, answer.text())
                .isFalse();
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode()) {
            assertThat(
                            schemas.computeIfAbsent(name, _ -> schema(schema))
                                    .validate(JSON.readTree(answer.bytes())))
                    .as("%s: %s", name, answer.text())
                    .isEmpty();
        }
    }

    private Schema schema(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.set("components", document.get("components"));
        root.putArray("allOf").add(schema);
        return REGISTRY.getSchema(root);
    }

    /// The same, but no object may have a field that is not described.
    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(DescribedAnswers::closed);
        return node;
    }
}
