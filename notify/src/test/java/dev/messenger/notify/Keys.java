package dev.messenger.notify;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Writes service-account files as Firebase's console gives them out.
final class Keys {

    private static final String PRIVATE_KEY = privateKey();

    private Keys() {}

    static JsonObject json(URI stub) {
        JsonObject json = new JsonObject();
        json.addProperty("type", "service_account");
        json.addProperty("project_id", "demo");
        json.addProperty("private_key_id", "1");
        json.addProperty("private_key", PRIVATE_KEY);
        json.addProperty("client_email", "push@demo.iam.gserviceaccount.com");
        json.addProperty("client_id", "1");
        json.addProperty("token_uri", stub.resolve("/token").toString());
        return json;
    }

    static Path write(Path directory, String content) throws IOException {
        return Files.writeString(directory.resolve("serviceAccountKey.json"), content);
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(pkcs8)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
