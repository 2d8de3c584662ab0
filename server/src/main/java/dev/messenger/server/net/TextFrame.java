package dev.messenger.server.net;

import dev.messenger.protocol.Frame;
import dev.messenger.protocol.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// A server frame as it stands on the wire: one unmasked, final text frame (RFC 6455 5.2).
///
/// Encoded once, on the thread that sends it, and shared by all its receivers, so it goes past the
/// pipeline's frame encoder, which would copy it for each.
final class TextFrame {

    private static final int FINAL_TEXT = 0x81;
    private static final int LONGEST_IN_7_BITS = 125;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;

    private TextFrame() {}

    static ByteBuf encode(Frame frame) {
        return Json.write(frame, TextFrame::encode);
    }

    static ByteBuf encode(byte[] payload) {
        return encode(payload, payload.length);
    }

    /// @return a direct buffer without room to spare: a handler downstream that likes to append what
    ///     follows to what it has (as the one for TLS does) must not do so in shared memory
    private static ByteBuf encode(byte[] payload, int length) {
        int size = headerSize(length) + length;
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(size, size);
        buffer.writeByte(FINAL_TEXT);
        if (length <= LONGEST_IN_7_BITS) {
            buffer.writeByte(length);
        } else if (length <= 0xFFFF) {
            buffer.writeByte(LENGTH_IN_16_BITS).writeShort(length);
        } else {
            buffer.writeByte(LENGTH_IN_64_BITS).writeLong(length);
        }
        return buffer.writeBytes(payload, 0, length);
    }

    private static int headerSize(int payload) {
        if (payload <= LONGEST_IN_7_BITS) {
            return 2;
        }
        return payload <= 0xFFFF ? 4 : 10;
    }
}
