package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A WebSocket over TLS on which frames are written byte by byte (RFC 6455 5.2), by no library.
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FINAL = 0x80;
    static final int MASKED = 0x80;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private final RawConnection connection;
    private final DataInputStream in;

    RawSocket(TestServer server, Person person) throws IOException {
        connection = new RawConnection(server);
        in = new DataInputStream(connection.in());
        RawConnection.Answer answer = connection.write(handshake(person), new byte[0]).read();
        assertThat(answer.status()).isEqualTo(101);
    }

    private static String handshake(Person person) {
        return """
                GET / HTTP/1.1
                Host: 127.0.0.1
                Authorization: Bearer %s
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                """
                .formatted(person.token());
    }

    static byte[] text(byte... payload) {
        return frame(FINAL | TEXT, payload);
    }

    /// @param first the first octet: FIN, RSV and opcode
    static byte[] frame(int first, byte... payload) {
        int size = payload.length;
        byte[] length = size < 126 ? number(size, 1) : number(size, size <= 0xFFFF ? 2 : 8);
        return frame(
                first, MASKED | (size < 126 ? size : size <= 0xFFFF ? 126 : 127), length, payload);
    }

    /// @param second the second octet: the mask's bit and seven bits of length
    /// @param length what follows it; left out if the seven bits say it all
    static byte[] frame(int first, int second, byte[] length, byte... payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        frame.write(second);
        if ((second & 0x7F) > 125) {
            frame.writeBytes(length);
        }
        if ((second & MASKED) == 0) {
            frame.writeBytes(payload);
            return frame.toByteArray();
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    /// In network order.
    static byte[] number(long value, int bytes) {
        byte[] number = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            number[i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
        return number;
    }

    RawSocket send(byte[] bytes) throws IOException {
        connection.write(bytes);
        return this;
    }

    /// The next frame, told as [FrameCase] does; a heartbeat is answered and passed over.
    String next() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() - FINAL;
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = in.readNBytes(Math.toIntExact(length));
            switch (opcode) {
                case TEXT -> {
                    return told(payload);
                }
                case PONG -> {
                    return ("pong " + utf8(payload)).strip();
                }
                case CLOSE -> {
                    int code = payload.length == 0 ? 0 : payload[0] << 8 | (payload[1] & 0xFF);
                    return "close " + code;
                }
                case PING -> send(frame(FINAL | PONG, payload));
                default -> throw new AssertionError("a server sent opcode " + opcode);
            }
        }
    }

    private static String told(byte[] payload) {
        var frame = Rest.object(utf8(payload));
        Object type = frame.get("type");
        if (!"error".equals(type)) {
            return String.valueOf(type);
        }
        assertThat(frame.get("message")).asString().endsWith(".");
        return ("error " + frame.get("code") + " " + frame.getOrDefault("field", "")).strip();
    }

    /// Whether nothing more came before the end.
    boolean hasEnded() throws IOException {
        return in.read() < 0;
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
