package dev.messenger.server.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of a server that was given none: made once, kept, and made anew when it is about
/// to expire. On the thread that starts the server.
///
/// @param certificate a PEM file that clients may be told to trust
/// @param key a PEM file that only its owner may read
public record SelfSignedCertificate(Path certificate, Path key) {

    static final Duration LIFE = Duration.ofDays(397);
    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(SelfSignedCertificate.class);

    /// Finds it in the directory, or makes it there.
    public static SelfSignedCertificate in(Path directory) {
        return in(directory, Instant.now());
    }

    static SelfSignedCertificate in(Path directory, Instant now) {
        var kept =
                new SelfSignedCertificate(
                        directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        if (!kept.isGoodAt(now)) {
            kept.make(now);
            LOG.info("event=certificate_made file={}", kept.certificate);
        }
        return kept;
    }

    private boolean isGoodAt(Instant now) {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try {
            Instant end =
                    KeyMaterial.read(certificate, key).chain().getFirst().getNotAfter().toInstant();
            return now.isBefore(end.minus(RENEWED_BEFORE_END));
        } catch (CannotOpen e) {
            // Half of a pair, after a crash between the two files: nobody else writes here.
            LOG.warn("event=certificate_unusable cause=\"{}\"", e.getMessage());
            return false;
        }
    }

    private void make(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
            write(certificate, "CERTIFICATE", sign(pair, now));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this Java has no ECDSA with P-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sign(KeyPair pair, Instant now)
            throws IOException, OperatorCreationException {
        var name = new X500Name("CN=Messenger");
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, new SecureRandom()).setBit(0),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(LIFE)),
                        name,
                        pair.getPublic());
        return builder.addExtension(Extension.subjectAlternativeName, false, names())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    /// What clients on this machine, and those that know its name, may call it (RFC 6125 6.4).
    private static GeneralNames names() {
        Set<GeneralName> names = new LinkedHashSet<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
                names.add(new GeneralName(GeneralName.dNSName, host));
            }
        } catch (UnknownHostException e) {
            LOG.debug("event=host_name_unknown");
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    /// Whoever reads the file sees all of it or the one before.
    private static void write(Path file, String kind, byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "tls",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                unfinished,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
