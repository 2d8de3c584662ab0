package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The JDK's HTTP client, talking to one server, whose certificate is the only one it trusts.
final class Rest implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final JsonMapper JSON = new JsonMapper();

    private final String authority;
    private final SSLContext trust;
    private final HttpClient client;

    Rest(int port, Path certificate) {
        this.authority = "127.0.0.1:" + port;
        this.trust = trusting(certificate);
        this.client = HttpClient.newBuilder().sslContext(trust).connectTimeout(PATIENCE).build();
    }

    /// An answer with its whole body.
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /// The body of an answer that has to be a success.
        Map<String, Object> json() {
            expect(200);
            return object(text());
        }

        List<Map<String, Object>> rows() {
            expect(200);
            return JSON.readValue(text(), new TypeReference<>() {});
        }

        /// The body, whatever the status.
        Map<String, Object> body() {
            return object(text());
        }

        /// A refusal in full: status, code, field (`""` if none) and a sentence.
        void isRefused(int status, String code, String field) {
            Map<String, Object> body = object(text());
            assertThat(status() + " " + body.get("code") + " " + body.getOrDefault("field", ""))
                    .as(text())
                    .isEqualTo(status + " " + code + " " + field);
            assertThat(String.valueOf(body.get("message"))).endsWith(".");
        }

        private void expect(int status) {
            assertThat(status()).as(text()).isEqualTo(status);
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }

    static Map<String, Object> object(String json) {
        return JSON.readValue(json, new TypeReference<>() {});
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    Answer post(String path, Map<String, ?> body) {
        return send(request(path, "application/json").POST(BodyPublishers.ofString(json(body))));
    }

    /// With a session's token in the place of credentials.
    Answer post(String path, String token, Map<String, ?> body) {
        return send(
                request(path, "application/json")
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(json(body))));
    }

    Answer postForm(String path, Map<String, ?> fields) {
        String form =
                fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                request(path, "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    Answer upload(Multipart form) {
        return send(
                request("/file_upload", form.contentType())
                        .POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    HttpRequest.Builder request(String path, String contentType) {
        return HttpRequest.newBuilder(URI.create("https://" + authority + path))
                .timeout(PATIENCE)
                .header("Content-Type", contentType);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpClient client() {
        return client;
    }

    SSLContext trust() {
        return trust;
    }

    /// @param query what follows the `?`, encoded
    URI socket(String query) {
        return URI.create("wss://" + authority + "/?" + query);
    }

    static String encode(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
    }

    private static SSLContext trusting(Path certificate) {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
