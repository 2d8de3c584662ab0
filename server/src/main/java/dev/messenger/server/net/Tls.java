package dev.messenger.server.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig.AlgorithmMode;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

/// TLS 1.3 and 1.2 with forward secrecy and authenticated ciphers only: BoringSSL where it runs, else
/// the JDK's.
final class Tls implements AutoCloseable {

    /// TLS 1.3's three, then 1.2's (RFC 9325 4.2).
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final String[] GROUPS = {"X25519", "P-256"};

    /// HTTP/2 is not spoken, and must not be agreed on (RFC 7301).
    private static final ApplicationProtocolConfig HTTP_1_1 =
            new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_1_1);

    /// Connections keep the one that they began with.
    private SslContext context;

    private final Duration handshake;

    private Tls(SslContext context, Duration handshake) {
        this.context = context;
        this.handshake = handshake;
    }

    /// @throws CannotOpen if the files are not a certificate and its key
    static Tls from(Path certificate, Path key, Duration handshake) {
        return new Tls(context(KeyMaterial.read(certificate, key)), handshake);
    }

    /// The first handler of a connection.
    ///
    /// Under a lock, so that the context is not released between being read and being used.
    synchronized SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    /// Has new connections see another certificate.
    ///
    /// @throws CannotOpen if the files are not a certificate and its key; all stays as it was
    void renew(Path certificate, Path key) {
        SslContext renewed = context(KeyMaterial.read(certificate, key));
        synchronized (this) {
            ReferenceCountUtil.release(context);
            context = renewed;
        }
    }

    /// Only after the last connection is gone: BoringSSL's memory is not the collector's.
    @Override
    public synchronized void close() {
        ReferenceCountUtil.release(context);
    }

    private static SslContext context(KeyMaterial material) {
        SslContextBuilder builder =
                (OpenSsl.isAvailable() ? forBoringSsl(material) : forJdk(material))
                        .protocols("TLSv1.3", "TLSv1.2")
                        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(HTTP_1_1);
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new CannotOpen("TLS refuses the certificate: " + e.getMessage() + ".", e);
        }
    }

    private static SslContextBuilder forJdk(KeyMaterial material) {
        X509Certificate[] chain = material.chain().toArray(X509Certificate[]::new);
        return SslContextBuilder.forServer(material.key(), chain).sslProvider(SslProvider.JDK);
    }

    private static SslContextBuilder forBoringSsl(KeyMaterial material) {
        return SslContextBuilder.forServer(
                        new OpenSslCachingX509KeyManagerFactory(new OnlyKey(material)))
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .option(OpenSslContextOption.GROUPS, GROUPS)
                // Signing with P-256 is quicker than going to another thread and back.
                .option(OpenSslContextOption.USE_TASKS, false)
                .option(
                        OpenSslContextOption.CERTIFICATE_COMPRESSION_ALGORITHMS,
                        OpenSslCertificateCompressionConfig.newBuilder()
                                .addAlgorithm(new CompressedCertificate(), AlgorithmMode.Compress)
                                .build());
    }
}
