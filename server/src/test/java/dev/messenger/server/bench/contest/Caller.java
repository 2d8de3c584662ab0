package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the server for what a workload needs before it is measured. On the calling thread.
public final class Caller {

    private static final JsonMapper JSON = new JsonMapper();

    private final Server server;
    private final HttpClient client;

    public Caller(Server server) throws IOException {
        this.server = server;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(server.certificate()))
                        .build();
    }

    /// For clients that believe one certificate.
    public static SSLContext trusting(Path certificate) throws IOException {
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
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param token of a session, or `""` for none
    public JsonNode post(String path, String token, Map<String, ?> body)
            throws IOException, InterruptedException {
        return post(
                path,
                token,
                "application/json",
                BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /// @return the handle under which a message may take it
    public String upload(String token, Path file) throws IOException, InterruptedException {
        String boundary = "----bench";
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                        .formatted(boundary, file.getFileName());
        BodyPublisher form =
                BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofFile(file),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        return post("/file_upload", token, "multipart/form-data; boundary=" + boundary, form)
                .get("service_file")
                .asString();
    }

    private JsonNode post(String path, String token, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url(path)))
                        .header("Content-Type", type)
                        .POST(body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (!List.of(200, 201).contains(answer.statusCode())) {
            throw new IllegalStateException(
                    "%s: %d %s"
                            .formatted(
                                    path,
                                    answer.statusCode(),
                                    new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return JSON.readTree(answer.body());
    }
}
