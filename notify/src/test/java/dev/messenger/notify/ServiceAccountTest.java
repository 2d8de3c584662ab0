package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAccountTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    @TempDir private Path directory;

    private static String refusal(Path file) {
        BadCredentials refusal =
                assertThrows(BadCredentials.class, () -> FirebaseNotifier.open(file, token -> {}));
        String sentence = String.valueOf(refusal.getMessage());
        assertThat(sentence).doesNotContain("\n").doesNotContain("PRIVATE KEY");
        return sentence;
    }

    @Test
    void aGoodFileIsEnoughToStartWithoutANetwork() throws IOException {
        Path file = Keys.write(directory, Keys.json(NOWHERE).toString());

        FirebaseNotifier.open(file, token -> {}).close();
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("none.json");

        assertThat(refusal(file))
                .isEqualTo("Firebase credentials: " + file + ": there is no such file.");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThat(refusal(directory)).endsWith(": the file cannot be read.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "hello", "{\"type\":\"authorized_user\"}"})
    void whatIsNoServiceAccountIsRefused(String content) throws IOException {
        assertThat(refusal(Keys.write(directory, content))).contains("not a service-account key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private_key", "private_key_id", "client_email", "client_id", "type"})
    void aMissingFieldIsRefused(String field) throws IOException {
        JsonObject json = Keys.json(NOWHERE);
        json.remove(field);

        assertThat(refusal(Keys.write(directory, json.toString()))).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private_key", "client_email", "type", "project_id", "token_uri"})
    void aFieldOfAnotherTypeIsRefused(String field) throws IOException {
        JsonObject json = Keys.json(NOWHERE);
        json.add(field, new JsonPrimitive(7));

        assertThat(refusal(Keys.write(directory, json.toString())))
                .contains("not a service-account key");
    }

    @Test
    void aBrokenKeyIsRefused() throws IOException {
        JsonObject json = Keys.json(NOWHERE);
        json.addProperty("private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n");

        assertThat(refusal(Keys.write(directory, json.toString())))
                .contains("not a service-account key");
    }

    @Test
    void aMissingProjectIsRefused() throws IOException {
        JsonObject json = Keys.json(NOWHERE);
        json.remove("project_id");

        assertThat(refusal(Keys.write(directory, json.toString())))
                .endsWith(": project_id is missing.");
    }
}
