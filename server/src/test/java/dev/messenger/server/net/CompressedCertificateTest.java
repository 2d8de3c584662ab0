package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ZlibCertificateCompressionAlgorithm;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

final class CompressedCertificateTest {

    private static final byte[] ONE = "one certificate".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "the renewed one".getBytes(StandardCharsets.UTF_8);

    private final CompressedCertificate certificate = new CompressedCertificate();

    @Test
    void whatWasCompressedBeforeIsTheSame() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        byte[] first = certificate.compress(engine, ONE);
        byte[] expected = first.clone();
        first[0]++;
        assertThat(certificate.compress(engine, ONE.clone())).isEqualTo(expected);
        assertThat(expected.length).isLessThan(ONE.length);
        assertThat(
                        ZlibCertificateCompressionAlgorithm.INSTANCE.decompress(
                                engine, ONE.length, expected))
                .isEqualTo(ONE);
    }

    @Test
    void anotherCertificateIsNotMistakenForIt() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        certificate.compress(engine, ONE);
        assertThat(
                        ZlibCertificateCompressionAlgorithm.INSTANCE.decompress(
                                engine, OTHER.length, certificate.compress(engine, OTHER)))
                .isEqualTo(OTHER);
    }
}
