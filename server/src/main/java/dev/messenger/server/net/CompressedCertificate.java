package dev.messenger.server.net;

import io.netty.handler.ssl.OpenSslCertificateCompressionAlgorithm;
import io.netty.handler.ssl.ZlibCertificateCompressionAlgorithm;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// The certificate as those get it who can take it compressed (RFC 8879): compressed once, not for each
/// handshake, of which that was a tenth.
///
/// BoringSSL calls it on event loops.
final class CompressedCertificate implements OpenSslCertificateCompressionAlgorithm {

    private final ZlibCertificateCompressionAlgorithm zlib =
            ZlibCertificateCompressionAlgorithm.INSTANCE;

    private volatile @Nullable Made last;

    private record Made(byte[] compressed, byte[] from) {}

    @Override
    public byte[] compress(SSLEngine engine, byte[] certificate) {
        Made made = last;
        if (made == null || !Arrays.equals(made.from(), certificate)) {
            made = new Made(zlib.compress(engine, certificate), certificate.clone());
            last = made;
        }
        return made.compressed().clone();
    }

    /// Of clients' certificates, which are not asked for.
    @Override
    public byte[] decompress(SSLEngine engine, int length, byte[] compressed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int algorithmId() {
        return zlib.algorithmId();
    }
}
