package dev.messenger.server.net;

import dev.messenger.server.dispatch.Router;
import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A front door on free ports of the loopback, and clients for it that are not ours.
final class OpenDoor implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    /// The content of each `update_message` that came over a WebSocket.
    final Queue<String> received = new ConcurrentLinkedQueue<>();

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final List<Network> proxies;
    private final boolean proxyHeaders;
    private final Transport transport;
    private final SelfSignedCertificate certificate;
    private final FrontDoor door;

    OpenDoor(Path directory, Router router, ConnectionLimits limits) {
        this(directory, router, limits, List.of());
    }

    OpenDoor(Path directory, Router router, ConnectionLimits limits, List<Network> proxies) {
        this(directory, router, limits, proxies, false);
    }

    OpenDoor(
            Path directory,
            Router router,
            ConnectionLimits limits,
            List<Network> proxies,
            boolean proxyHeaders) {
        this(directory, router, limits, proxies, proxyHeaders, Transport.standard());
    }

    private OpenDoor(
            Path directory,
            Router router,
            ConnectionLimits limits,
            List<Network> proxies,
            boolean proxyHeaders,
            Transport transport) {
        this.proxies = proxies;
        this.proxyHeaders = proxyHeaders;
        this.transport = transport;
        certificate = SelfSignedCertificate.in(directory);
        door = open(router, 0, limits);
    }

    static OpenDoor over(
            Transport transport, Path directory, Router router, ConnectionLimits limits) {
        return new OpenDoor(directory, router, limits, List.of(), false, transport);
    }

    /// Opens another on the same port, which is taken.
    FrontDoor openAgain() {
        return open(new ScriptedRouter(), door.port(), ConnectionLimits.standard());
    }

    private FrontDoor open(Router router, int port, ConnectionLimits limits) {
        var conversations = TestSocket.backstage(sockets, received, workers);
        return FrontDoor.open(settings(port, limits), router, workers, sockets, conversations);
    }

    private FrontDoor.Settings settings(int port, ConnectionLimits limits) {
        return new FrontDoor.Settings(
                "127.0.0.1",
                port,
                Optional.of(0),
                certificate.certificate(),
                certificate.key(),
                Set.of("https://chat.example"),
                proxies,
                proxyHeaders,
                limits,
                Duration.ZERO,
                transport);
    }

    OpenSockets sockets() {
        return sockets;
    }

    int port() {
        return door.port();
    }

    int plainPort() {
        return door.plainPort().getAsInt();
    }

    /// Overwrites the certificate's files, and has the door look at them as often as it needs to.
    void renew(String certificatePem, String keyPem) throws IOException {
        FileTime later =
                FileTime.from(
                        Files.getLastModifiedTime(certificate.certificate())
                                .toInstant()
                                .plusSeconds(60));
        Files.writeString(certificate.certificate(), certificatePem);
        Files.writeString(certificate.key(), keyPem);
        Files.setLastModifiedTime(certificate.certificate(), later);
        lookForRenewal();
        lookForRenewal();
    }

    void lookForRenewal() {
        door.lookForRenewal();
    }

    URI https(String path) {
        return URI.create("https://localhost:" + door.port() + path);
    }

    URI http(String path) {
        return URI.create("http://localhost:" + door.plainPort().getAsInt() + path);
    }

    /// Trusts this door's certificate, and no other.
    HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(trusting())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    Socket tls() throws IOException {
        return patient(
                trusting()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), door.port()));
    }

    /// TLS over a connection that has something before it.
    Socket tls(Socket begun) throws IOException {
        return patient(
                trusting().getSocketFactory().createSocket(begun, "localhost", door.port(), true));
    }

    Socket cleartext() throws IOException {
        return patient(new Socket(InetAddress.getLoopbackAddress(), door.plainPort().getAsInt()));
    }

    static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// The head of the next answer, line ends as `\n`.
    static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\n\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            if (next != '\r') {
                head.append((char) next);
            }
        }
        return head.toString();
    }

    /// Everything up to the server's end.
    static String rest(Socket socket) throws IOException {
        byte[] rest = socket.getInputStream().readAllBytes();
        return new String(rest, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    @Override
    public void close() {
        door.close();
        workers.close();
    }

    private static Socket patient(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private SSLContext trusting() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "door",
                    KeyMaterial.read(certificate.certificate(), certificate.key())
                            .chain()
                            .getFirst());
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
