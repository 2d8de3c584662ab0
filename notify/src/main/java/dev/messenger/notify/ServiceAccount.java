package dev.messenger.notify;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads the file that Firebase's console calls "service account key". Called once, at `open`.
final class ServiceAccount {

    private static final List<String> SCOPES =
            List.of("https://www.googleapis.com/auth/firebase.messaging");

    private ServiceAccount() {}

    /// Credentials that fetch their tokens over `transport` and leave retrying to the caller.
    static ServiceAccountCredentials read(Path file, HttpTransport transport) {
        ServiceAccountCredentials credentials = parse(file, bytes(file), transport);
        if (credentials.getProjectId() == null) {
            throw new BadCredentials(file, "project_id is missing");
        }
        return credentials.toBuilder().setScopes(SCOPES).setDefaultRetriesEnabled(false).build();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new BadCredentials(file, "there is no such file");
        } catch (IOException unreadable) {
            throw new BadCredentials(file, "the file cannot be read");
        }
    }

    private static ServiceAccountCredentials parse(
            Path file, byte[] json, HttpTransport transport) {
        try {
            return ServiceAccountCredentials.fromStream(
                    new ByteArrayInputStream(json), () -> transport);
        } catch (IOException | RuntimeException unusable) { // the library throws both on bad input
            throw new BadCredentials(
                    file,
                    "not a service-account key (expected: JSON with type service_account,"
                            + " project_id, client_id, client_email, private_key_id, private_key)");
        }
    }
}
