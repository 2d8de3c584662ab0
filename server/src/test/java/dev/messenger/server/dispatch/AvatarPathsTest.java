package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Rest.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The three paths of avatars: what WIRE's table says, to the letter.
final class AvatarPathsTest extends WithRest {

    private static final String PNG = "data:image/png;base64,iVBORw0KGgo+/w==";

    @Test
    void avatarComesBackAsItWasByJsonAndByForm() {
        Map<String, Object> upload = and(ann("user_id"), Map.of("file", PNG));
        Map<String, Object> wanted = Map.of("user_id", ann.userId());
        String answer = "{\"avatar\":\"" + PNG + "\"}";

        assertAnswered(
                rest.json("/avatar_upload", upload), "{\"message\":\"The avatar is stored.\"}");
        assertAnswered(rest.json("/avatar_download", wanted), answer);
        assertAnswered(
                rest.json("/avatar_delete", ann("id")), "{\"message\":\"The avatar is deleted.\"}");
        assertThat(rest.form("/avatar_upload", upload).status()).isEqualTo(200);
        assertAnswered(rest.form("/avatar_download", wanted), answer);
    }

    @Test
    void uploadWithWrongCredentialsIs401AndStoresNothing() {
        assertRefused(
                rest.json(
                        "/avatar_upload",
                        and(ann("user_id"), Map.of("file", PNG, "password", "wrong"))),
                401,
                "unauthorized");
        assertThat(rules.storage.avatars().get(ann.userId())).isEmpty();
    }

    @Test
    void uploadThatIsNoImageIs400() {
        assertRefused(
                rest.json("/avatar_upload", and(ann("user_id"), Map.of("file", "aGVsbG8="))),
                400,
                "invalid_value",
                "file");
    }

    @Test
    void uploadOfUpToEightMebibytesIsTakenAndMoreIs413() {
        String small = "{\"file\":\"iVBORw0KGgo=\"}";
        Map<String, String> bearer = bearer("Ann");
        String largest = small + " ".repeat((8 << 20) - small.length());
        assertThat(rest.json("/avatar_upload", largest, bearer).status()).isEqualTo(200);

        Answer tooLarge = rest.json("/avatar_upload", largest + " ", bearer);
        assertRefused(tooLarge, 413, "payload_too_large");
        assertThat(tooLarge.close()).isTrue();
    }

    @Test
    void avatarThatIsNotIs404() {
        assertRefused(
                rest.json("/avatar_download", Map.of("user_id", ann.userId())), 404, "not_found");
        assertRefused(rest.json("/avatar_download", Map.of("user_id", 999)), 404, "not_found");
        assertRefused(rest.json("/avatar_delete", ann("id")), 404, "not_found");
    }

    @Test
    void deletionWithWrongCredentialsIs401() {
        rules.storage.avatars().put(ann.userId(), PNG);
        assertRefused(
                rest.json("/avatar_delete", and(ann("id"), Map.of("login", "Bob"))),
                401,
                "unauthorized");
        assertThat(rules.storage.avatars().get(ann.userId())).contains(PNG);
    }
}
