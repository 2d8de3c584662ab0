package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// WebSocket frames by the byte (RFC 6455 5.2), written without the codec under test: what a client
/// sends, and what it reads.
final class Wire {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FINAL = 0x80;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private Wire() {}

    static ByteBuf text(String text) {
        return frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf ping(String text) {
        return frame(FINAL | PING, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf close(int code) {
        return frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    /// @param first the first octet: FIN, RSV and opcode
    static ByteBuf frame(int first, byte... payload) {
        ByteBuf frame = head(first, 0x80, payload.length).writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }

    static ByteBuf unmasked(int first, byte... payload) {
        return head(first, 0, payload.length).writeBytes(payload);
    }

    private static ByteBuf head(int first, int maskBit, long length) {
        ByteBuf head = Unpooled.buffer().writeByte(first);
        if (length < 126) {
            return head.writeByte(maskBit | (int) length);
        }
        return length <= 0xFFFF
                ? head.writeByte(maskBit | 126).writeShort((int) length)
                : head.writeByte(maskBit | 127).writeLong(length);
    }

    /// Takes all that was sent, one entry a frame: `text {…}`, `ping`, `pong abc`, `close 1002`.
    static List<String> sent(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        List<String> frames = new ArrayList<>();
        while (all.isReadable()) {
            frames.add(next(all));
        }
        return frames;
    }

    private static String next(ByteBuf in) {
        int opcode = in.readUnsignedByte() - FINAL;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (opcode == CLOSE) {
            String code = length == 0 ? "" : " " + in.readUnsignedShort();
            in.skipBytes(length == 0 ? 0 : (int) length - 2);
            return "close" + code;
        }
        String payload = in.readCharSequence((int) length, StandardCharsets.UTF_8).toString();
        String kind =
                switch (opcode) {
                    case TEXT -> "text";
                    case PING -> "ping";
                    case PONG -> "pong";
                    default -> throw new AssertionError("a server sent opcode " + opcode);
                };
        return payload.isEmpty() ? kind : kind + " " + payload;
    }
}
