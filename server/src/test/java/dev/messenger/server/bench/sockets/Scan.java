package dev.messenger.server.bench.sockets;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Finds the few things that matter in a frame, without reading it as JSON. On the client's event loop.
final class Scan {

    private Scan() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(ByteBuf frame, int at, int end) {
        return frame.toString(at, end - at, StandardCharsets.UTF_8);
    }

    static boolean startsWith(byte[] what, ByteBuf frame, int at, int end) {
        if (end - at < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (frame.getByte(at + i) != what[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where what follows the first occurrence begins, or -1.
    static int after(byte[] what, ByteBuf frame, int at, int end) {
        for (int i = at; i <= end - what.length; i++) {
            if (frame.getByte(i) == what[0] && startsWith(what, frame, i, end)) {
                return i + what.length;
            }
        }
        return -1;
    }

    /// Sixteen hexadecimal digits.
    static long hex(ByteBuf frame, int at) {
        long value = 0;
        for (int i = at; i < at + 16; i++) {
            value = value << 4 | Character.digit(frame.getByte(i), 16);
        }
        return value;
    }

    /// Decimal digits, as far as they go.
    static long decimal(ByteBuf frame, int at) {
        long value = 0;
        int i = at;
        for (byte digit = frame.getByte(i);
                digit >= '0' && digit <= '9';
                digit = frame.getByte(i)) {
            value = value * 10 + digit - '0';
            i++;
        }
        return value;
    }
}
