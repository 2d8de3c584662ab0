package dev.messenger.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.messenger.notify.FirebaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// FCM v1 as far as a server sees it: hands out access tokens, takes pushes, and knows some devices
/// no longer.
final class FcmOnLoopback implements AutoCloseable {

    private static final String UNREGISTERED =
            """
            {"error":{"code":404,"message":"gone","status":"NOT_FOUND","details":[
              {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError",
               "errorCode":"UNREGISTERED"}]}}
            """;

    private static final String ACCESS =
            """
            {"access_token":"a","expires_in":3600,"token_type":"Bearer"}
            """;

    private final HttpServer server;
    private final BlockingQueue<Map<String, Object>> pushes = new LinkedBlockingQueue<>();
    private final Set<String> unregistered = ConcurrentHashMap.newKeySet();

    FcmOnLoopback() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/token",
                exchange -> {
                    text(exchange);
                    answer(exchange, 200, ACCESS);
                });
        server.createContext("/v1/projects/demo/messages:send", this::push);
        server.start();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// To push here, one after the other: so each push is looked at in its order.
    FirebaseSettings settings() {
        FirebaseSettings standard = FirebaseSettings.STANDARD;
        return new FirebaseSettings(
                uri(),
                standard.retries(),
                standard.queue(),
                1,
                standard.timeout(),
                standard.closeWithin());
    }

    void unregister(String token) {
        unregistered.add(token);
    }

    /// The next push's `message`.
    @SuppressWarnings("unchecked")
    Map<String, Object> next() throws InterruptedException {
        @Nullable Map<String, Object> push =
                pushes.poll(Rest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (push == null || !(push.get("message") instanceof Map<?, ?> message)) {
            throw new AssertionError("push: " + push);
        }
        return (Map<String, Object>) message;
    }

    /// A key as Firebase's console gives them out.
    Path serviceAccount(Path directory) throws IOException {
        String key =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey())
                        + "\n-----END PRIVATE KEY-----\n";
        return Files.writeString(
                directory.resolve("serviceAccountKey.json"),
                Rest.json(
                        Map.of(
                                "type", "service_account",
                                "project_id", "demo",
                                "private_key_id", "1",
                                "private_key", key,
                                "client_email", "push@demo.iam.gserviceaccount.com",
                                "client_id", "1",
                                "token_uri", uri() + "/token")));
    }

    private static byte[] privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private void push(HttpExchange exchange) throws IOException {
        Map<String, Object> push = Rest.object(text(exchange));
        boolean gone =
                push.get("message") instanceof Map<?, ?> message
                        && message.get("token") instanceof String token
                        && unregistered.contains(token);
        pushes.add(push);
        answer(exchange, gone ? 404 : 200, gone ? UNREGISTERED : "{\"name\":\"projects/demo/1\"}");
    }

    private static String text(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream plain = zipped ? new GZIPInputStream(body) : body) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
