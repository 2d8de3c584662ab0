package dev.messenger.server.siege;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One connection to the server, from an address of the loopback that one may choose: HTTP/1.1 and
/// WebSocket frames, by hand. One thread writes, one reads.
final class Line implements Closeable {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int LAST = 0x80;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final DataInputStream in;

    private Line(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    }

    static Line plain(Besieged server, String from) throws IOException {
        return new Line(socket(server.plainPort(), from));
    }

    static Line secure(Besieged server, String from) throws IOException {
        Socket socket = socket(server.port(), from);
        try {
            return new Line(
                    trusting(server.certificate())
                            .getSocketFactory()
                            .createSocket(socket, "127.0.0.1", server.port(), true));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Connected, and nothing more.
    static Socket socket(int port, String from) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static SSLContext trusting(Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param head as it came, with the status line
    record Answer(int status, String head, byte[] body) {

        JsonNode json() {
            return JSON.readTree(body);
        }

        /// The body of an answer that has to be a success.
        JsonNode success() {
            if (status != 200) {
                throw new IllegalStateException(status + " " + text());
            }
            return json();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Line write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Line write(String head) throws IOException {
        return write(
                (head.strip().replace("\n", "\r\n") + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    Answer get(String path) throws IOException {
        return write("GET " + path + " HTTP/1.1\nHost: localhost").read();
    }

    Answer post(String path, Map<String, ?> body) throws IOException {
        return post(path, "", body);
    }

    /// @param token of a session, or `""` for none
    Answer post(String path, String token, Map<String, ?> body) throws IOException {
        return write(request(path, token, JSON.writeValueAsBytes(body))).read();
    }

    /// Head and body at once, so that one packet carries both.
    static byte[] request(String path, String token, byte[] body) {
        String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        byte[] head =
                ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization)
                        .concat("Content-Type: application/json\r\nContent-Length: ")
                        .concat(body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    }

    /// @throws EOFException if the server has closed
    Answer read() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        int length =
                head.toString()
                        .lines()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("content-length:"))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        byte[] body = in.readNBytes(length);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    /// Whether the server ends the connection, after whatever it still says.
    boolean ends() throws IOException {
        try {
            in.skipNBytes(Long.MAX_VALUE);
            return false;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /// Becomes a WebSocket of Part 1.
    Line upgrade(String token) throws IOException {
        return upgraded("Authorization: Bearer " + token);
    }

    /// Becomes a WebSocket of Part 2, on which the `hello` is still to come.
    Line resumable(String token) throws IOException {
        return upgraded(
                "Sec-WebSocket-Protocol: messenger.v2.json\nAuthorization: Bearer " + token);
    }

    private Line upgraded(String headers) throws IOException {
        Answer answer =
                write(
                                """
                                GET / HTTP/1.1
                                Host: localhost
                                Upgrade: websocket
                                Connection: Upgrade
                                Sec-WebSocket-Version: 13
                                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                                %s"""
                                        .formatted(headers))
                        .read();
        if (answer.status() != 101) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        return this;
    }

    Line send(Map<String, ?> frame) throws IOException {
        return write(frame(LAST | TEXT, JSON.writeValueAsBytes(frame)));
    }

    /// A frame as clients send it, under a mask of zeros (RFC 6455 5.2).
    static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /// A frame of the server's.
    record Frame(int code, byte[] payload) {

        JsonNode json() {
            return JSON.readTree(payload);
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /// Of a close frame.
        int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first & 0x0f, in.readNBytes(length));
    }

    /// Goes away in the midst of things, without a word.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
