package dev.messenger.server.bench.sockets;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// A client's text frame (RFC 6455 5.2), masked once and for all; numbers in it can be written anew, in
/// places of a fixed width. On the client's event loop.
final class Template {

    /// Any but zero: the server must not be spared the work.
    private static final byte[] MASK = {0x5A, 0x37, (byte) 0xC4, (byte) 0xE1};

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final byte[] DIGITS = Scan.ascii("0123456789abcdef");

    private final String text;
    private final byte[] frame;

    /// @param text in ASCII
    Template(String text) {
        this.text = text;
        this.frame = frame(FINAL_TEXT, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] pong(ByteBuf ping, int at, int end) {
        byte[] payload = new byte[end - at];
        ping.getBytes(at, payload);
        return frame(FINAL_PONG, payload);
    }

    private static byte[] frame(int kind, byte[] payload) {
        int header = payload.length < 126 ? 2 : 4;
        byte[] frame = new byte[header + MASK.length + payload.length];
        frame[0] = (byte) kind;
        if (header == 2) {
            frame[1] = (byte) (MASKED | payload.length);
        } else {
            frame[1] = (byte) (MASKED | 126);
            frame[2] = (byte) (payload.length >> Byte.SIZE);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(MASK, 0, frame, header, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[header + MASK.length + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }

    /// Where the text after a marker begins.
    int placeAfter(String marker) {
        int at = text.indexOf(marker);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "marker: " + marker + " (expected: one in the text)");
        }
        return at + marker.length();
    }

    /// Writes a number in so many lower-case hexadecimal digits.
    void hex(int place, int digits, long value) {
        int first = frame.length - text.length();
        for (int i = 0; i < digits; i++) {
            int digit = (int) (value >>> (4 * (digits - 1 - i))) & 0xF;
            frame[first + place + i] = (byte) (DIGITS[digit] ^ MASK[(place + i) % MASK.length]);
        }
    }

    /// As it is now.
    byte[] bytes() {
        return frame;
    }
}
