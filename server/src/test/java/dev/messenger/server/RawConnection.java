package dev.messenger.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/// One connection, over TLS, on which requests are written byte by byte: what a client library would
/// hide, or never do.
final class RawConnection implements AutoCloseable {

    private final SSLSocket socket;
    private final InputStream in;

    RawConnection(TestServer server) throws IOException {
        socket =
                (SSLSocket)
                        server.rest()
                                .trust()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Rest.PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// @param head with its lines ended by line feeds alone, and without the empty line
    RawConnection write(String head, byte[] body) throws IOException {
        String lines = head.strip().replace("\n", "\r\n") + "\r\n\r\n";
        var all = new ByteArrayOutputStream();
        all.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return write(all.toByteArray());
    }

    RawConnection write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Says that no more will come.
    RawConnection finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    InputStream in() {
        return in;
    }

    Answer post(String path, String contentType, byte[] body) throws IOException {
        return write(
                        """
                        POST %s HTTP/1.1
                        Host: 127.0.0.1
                        Content-Type: %s
                        Content-Length: %d
                        """
                                .formatted(path, contentType, body.length),
                        body)
                .read();
    }

    /// An answer with a JSON body.
    record Answer(int status, String head, String body) {

        Map<String, Object> json() {
            return Rest.object(body);
        }

        String refusal() {
            Map<String, Object> json = json();
            return (status + " " + json.get("code") + " " + json.getOrDefault("field", "")).strip();
        }
    }

    /// @throws EOFException if the server has closed
    Answer read() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("after: " + head);
            }
            head.append((char) next);
        }
        int length =
                head.toString()
                        .lines()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("content-length:"))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    /// Goes away in the midst of things, without a word.
    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
