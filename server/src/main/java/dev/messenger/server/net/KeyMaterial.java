package dev.messenger.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/// A certificate, those it was issued by, and its key: read from PEM files and found to belong
/// together. On the thread that starts the server.
///
/// @param chain the server's own first
record KeyMaterial(List<X509Certificate> chain, PrivateKey key) {

    /// @throws CannotOpen with a sentence that names the file at fault
    static KeyMaterial read(Path certificateFile, Path keyFile) {
        List<X509Certificate> chain = readChain(certificateFile);
        PrivateKey key = readKey(keyFile);
        if (!belongTogether(chain.getFirst(), key)) {
            throw new CannotOpen(
                    "The key in %s is not the one of the certificate in %s."
                            .formatted(keyFile, certificateFile));
        }
        return new KeyMaterial(chain, key);
    }

    private static List<X509Certificate> readChain(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
            throw new CannotOpen("The file %s holds no certificate in PEM.".formatted(file));
        } catch (CertificateException e) {
            throw new CannotOpen("The file %s holds no certificate in PEM.".formatted(file), e);
        } catch (IOException e) {
            throw unreadable("certificate", file, e);
        }
    }

    private static PrivateKey readKey(Path file) {
        try (var pem = new PEMParser(Files.newBufferedReader(file))) {
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                switch (found) {
                    case PrivateKeyInfo key -> {
                        return decode(key);
                    }
                    case PEMKeyPair pair -> {
                        return decode(pair.getPrivateKeyInfo());
                    }
                    default -> {} // such as the curve's parameters, before the key itself
                }
            }
            throw new CannotOpen(
                    "The file %s holds no private key in PEM without a password.".formatted(file));
        } catch (GeneralSecurityException e) {
            throw new CannotOpen("The private key in %s is of no known kind.".formatted(file), e);
        } catch (IOException e) {
            throw unreadable("private key", file, e);
        }
    }

    private static PrivateKey decode(PrivateKeyInfo info)
            throws GeneralSecurityException, IOException {
        String kind = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return KeyFactory.getInstance(kind)
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // such as a key of another kind than the certificate's
        }
    }

    private static CannotOpen unreadable(String what, Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
        return new CannotOpen("Cannot read the %s %s: %s.".formatted(what, file, why), e);
    }
}
