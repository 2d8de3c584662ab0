package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.ScriptedRouter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shakes hands with the JDK's TLS.
@ExtendWith(FailsOnLeaks.class)
final class OnlyKeyTest {

    @TempDir Path directory;
    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(directory, new ScriptedRouter(), ConnectionLimits.standard());
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({
        "EC, 256, SHA256withECDSA, TLSv1.3",
        "EC, 256, SHA256withECDSA, TLSv1.2",
        "EC, 384, SHA384withECDSA, TLSv1.3",
        "RSA, 2048, SHA256withRSA, TLSv1.3",
        "RSA, 2048, SHA256withRSA, TLSv1.2"
    })
    void aKeyOfEachKindServesInEachVersion(String kind, int bits, String signature, String version)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        byte[] certificate = signed(pair, signature);
        door.renew(
                pem("CERTIFICATE", certificate),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));

        try (SSLSocket client = (SSLSocket) door.tls()) {
            client.setEnabledProtocols(new String[] {version});
            client.startHandshake();
            assertThat(client.getSession().getProtocol()).isEqualTo(version);
            assertThat(client.getSession().getPeerCertificates()[0].getEncoded())
                    .isEqualTo(certificate);
        }
    }

    private static byte[] signed(KeyPair pair, String signature) throws Exception {
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=localhost");
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3_600)),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))
                .getEncoded();
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    }
}
