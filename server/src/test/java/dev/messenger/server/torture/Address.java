package dev.messenger.server.torture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Where a server is, and whose certificate it has.
record Address(int port, SSLContext trust) {

    static Address of(int port, Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext trust = SSLContext.getInstance("TLS");
            trust.init(null, managers.getTrustManagers(), null);
            return new Address(port, trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
