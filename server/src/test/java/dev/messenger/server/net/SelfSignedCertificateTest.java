package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The certificate of a server that was given none, and what is said of files that are none.
class SelfSignedCertificateTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir Path directory;

    @Test
    void isForThisMachineUnderItsNames() throws CertificateParsingException {
        X509Certificate certificate = read(SelfSignedCertificate.in(directory, NOW));
        assertThat(certificate.getSubjectAlternativeNames().stream().map(name -> name.get(1)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void keepsItsKeyToItself() throws IOException {
        SelfSignedCertificate made = SelfSignedCertificate.in(directory, NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
                .isEqualTo("rw-------");
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(made.certificate(), made.key());
        }
    }

    @Test
    void isKeptUntilItIsAboutToExpire() {
        X509Certificate first = read(SelfSignedCertificate.in(directory, NOW));
        Instant renewal =
                NOW.plus(SelfSignedCertificate.LIFE)
                        .minus(SelfSignedCertificate.RENEWED_BEFORE_END);
        assertThat(read(SelfSignedCertificate.in(directory, renewal.minusSeconds(1))))
                .isEqualTo(first);

        X509Certificate second = read(SelfSignedCertificate.in(directory, renewal));
        assertThat(second).isNotEqualTo(first);
        assertThat(second.getNotAfter().toInstant())
                .isEqualTo(renewal.plus(SelfSignedCertificate.LIFE));
    }

    @Test
    void isMadeAnewIfACrashLeftHalfOfAPair() throws IOException {
        SelfSignedCertificate made = SelfSignedCertificate.in(directory, NOW);
        SelfSignedCertificate other = SelfSignedCertificate.in(directory.resolve("other"), NOW);
        Files.copy(other.key(), made.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(read(SelfSignedCertificate.in(directory, NOW))).isNotNull();
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path key = SelfSignedCertificate.in(directory, NOW).key();
        Path nowhere = directory.resolve("nowhere.pem");
        assertThatThrownBy(() -> Tls.from(nowhere, key, Duration.ZERO))
                .isInstanceOf(CannotOpen.class)
                .hasMessage("Cannot read the certificate %s: there is no such file.", nowhere);
    }

    @Test
    void namesAFileThatIsNoCertificate() throws IOException {
        Path key = SelfSignedCertificate.in(directory, NOW).key();
        for (String content : List.of("", "hello\n")) {
            Path file = Files.writeString(directory.resolve("bad.pem"), content);
            assertThatThrownBy(() -> Tls.from(file, key, Duration.ZERO))
                    .isInstanceOf(CannotOpen.class)
                    .hasMessage("The file %s holds no certificate in PEM.", file);
        }
    }

    @Test
    void namesAFileThatIsNoKey() {
        Path certificate = SelfSignedCertificate.in(directory, NOW).certificate();
        assertThatThrownBy(() -> Tls.from(certificate, certificate, Duration.ZERO))
                .isInstanceOf(CannotOpen.class)
                .hasMessage(
                        "The file %s holds no private key in PEM without a password.", certificate);
    }

    @Test
    void saysThatAKeyIsAnothersCertificates() {
        SelfSignedCertificate made = SelfSignedCertificate.in(directory, NOW);
        SelfSignedCertificate other = SelfSignedCertificate.in(directory.resolve("other"), NOW);
        assertThatThrownBy(() -> Tls.from(made.certificate(), other.key(), Duration.ZERO))
                .isInstanceOf(CannotOpen.class)
                .hasMessage(
                        "The key in %s is not the one of the certificate in %s.",
                        other.key(), made.certificate());
    }

    private static X509Certificate read(SelfSignedCertificate files) {
        return KeyMaterial.read(files.certificate(), files.key()).chain().getFirst();
    }
}
