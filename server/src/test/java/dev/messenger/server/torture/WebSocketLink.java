package dev.messenger.server.torture;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// RFC 6455's client side over TLS, as little of it as the server's frames need.
final class WebSocketLink implements Link {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int NORMAL = 1000;

    private static final int PATIENCE_MILLIS = 10_000;
    private static final String ANY_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Socket plain;
    private final DataInputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile int closeCode = Closed.ABNORMAL;

    private WebSocketLink(Socket plain, SSLSocket tls) throws IOException {
        this.plain = plain;
        this.in = new DataInputStream(new BufferedInputStream(tls.getInputStream()));
        this.out = tls.getOutputStream();
    }

    /// How to ask for a socket.
    ///
    /// @param target path and query
    /// @param headers whole lines, each with its line's end
    /// @param receiveBuffer bytes that the system takes for a client that does not read; 0: as it likes
    record Upgrade(Address address, String target, String headers, int receiveBuffer) {}

    static WebSocketLink open(Upgrade upgrade) throws IOException {
        Socket plain = new Socket();
        try {
            if (upgrade.receiveBuffer() > 0) {
                plain.setReceiveBufferSize(upgrade.receiveBuffer());
            }
            int port = upgrade.address().port();
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            SSLSocket tls =
                    (SSLSocket)
                            upgrade.address()
                                    .trust()
                                    .getSocketFactory()
                                    .createSocket(plain, "localhost", port, true);
            WebSocketLink link = new WebSocketLink(plain, tls);
            link.shakeHands(upgrade);
            plain.setSoTimeout(0);
            return link;
        } catch (IOException failed) {
            plain.close();
            throw failed;
        }
    }

    private void shakeHands(Upgrade upgrade) throws IOException {
        String request =
                "GET "
                        + upgrade.target()
                        + " HTTP/1.1\r\n"
                        + "Host: localhost:"
                        + upgrade.address().port()
                        + "\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: "
                        + ANY_KEY
                        + "\r\n"
                        + upgrade.headers()
                        + "\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new Refused(head.substring(0, head.indexOf("\r\n")));
        }
    }

    @Override
    public void send(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// In one write, so that a frame is one TLS record.
    private void write(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload); // a mask that changes nothing
        writing.lock();
        try {
            out.write(frame.array(), 0, frame.position());
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public String receive() throws IOException {
        while (true) {
            Message message = read();
            if (message.opcode() == TEXT) {
                return new String(message.payload(), StandardCharsets.UTF_8);
            }
        }
    }

    /// How long a ping takes to come back, in nanoseconds; for a link that nobody receives from.
    long ping() throws IOException {
        long began = System.nanoTime();
        write(PING, new byte[0]);
        while (read().opcode() != PONG) {
            // Something else came before.
        }
        return System.nanoTime() - began;
    }

    private record Message(int opcode, byte[] payload) {}

    /// What the server sends next, which is answered if it asks for that.
    private Message read() throws IOException {
        try {
            int opcode = in.readUnsignedByte() & 0x0F;
            byte[] payload = new byte[Math.toIntExact(length(in.readUnsignedByte()))];
            in.readFully(payload);
            switch (opcode) {
                case TEXT, PONG -> {}
                // By another thread: this one must go on reading, or a full socket stays full.
                case PING -> Thread.ofVirtual().start(() -> answer(PONG, payload));
                case CLOSE -> {
                    closeCode =
                            payload.length < 2
                                    ? NORMAL
                                    : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
                    answer(CLOSE, payload);
                    throw new Closed(closeCode);
                }
                default -> throw new IOException("opcode: " + opcode);
            }
            return new Message(opcode, payload);
        } catch (EOFException | SocketException | SSLException ended) {
            throw new Closed(closeCode);
        }
    }

    private long length(int small) throws IOException {
        return switch (small) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> small;
        };
    }

    private void answer(int opcode, byte[] payload) {
        try {
            write(opcode, payload);
        } catch (IOException gone) {
            // Who receives will be told.
        }
    }

    @Override
    public void cut() {
        try {
            plain.setSoLinger(true, 0);
            plain.close();
        } catch (IOException alreadyClosed) {
            // As was wanted.
        }
    }

    /// The socket under TLS is closed, because TLS would wait for who does not read.
    @Override
    public void close() {
        answer(CLOSE, new byte[] {NORMAL >> 8, (byte) (NORMAL & 0xFF)});
        try {
            plain.close();
        } catch (IOException alreadyClosed) {
            // As was wanted.
        }
    }
}
