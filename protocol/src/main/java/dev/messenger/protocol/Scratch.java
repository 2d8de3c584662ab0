package dev.messenger.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Where [Json] writes before it is known how long it gets, so that all there is to allocate is what
/// is made of it. Lent to one thread at a time; not a thread's own, because virtual threads do not live
/// for two answers.
final class Scratch extends ByteArrayOutputStream {

    /// Whatever grew longer is not kept.
    static final int LONGEST = 64 * 1024;

    private static final int FIRST = 2 * 1024;
    private static final int LONGEST_DECIMAL = 20;
    private static final int LENGTH_OF_UUID = 36;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MOST_BYTES_OF_A_CHAR = 3;

    /// As many as threads ever wrote at once.
    private static final Queue<Scratch> FREE = new ConcurrentLinkedQueue<>();

    private Scratch() {
        super(FIRST);
    }

    static Scratch borrow() {
        Scratch free = FREE.poll();
        return free == null ? new Scratch() : free;
    }

    void ascii(String text) {
        int length = text.length();
        makeRoom(length);
        for (int i = 0; i < length; i++) {
            buf[count++] = (byte) text.charAt(i);
        }
    }

    void decimal(long number) {
        makeRoom(LONGEST_DECIMAL);
        // Below zero, where the smallest number has room, too.
        long rest = number < 0 ? number : -number;
        if (number < 0) {
            buf[count++] = '-';
        }
        for (long more = rest; more <= -10; more /= 10) {
            count++;
        }
        int last = count++;
        for (int at = last; at == last || rest != 0; at--) {
            buf[at] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
    }

    /// As [TimeOfDay#format] shows it.
    void time(Instant time) {
        makeRoom(TimeOfDay.LENGTH);
        TimeOfDay.format(time, buf, count);
        count += TimeOfDay.LENGTH;
    }

    void uuid(UUID id) {
        makeRoom(LENGTH_OF_UUID);
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        hex(high >>> 32, 8);
        buf[count++] = '-';
        hex(high >>> 16, 4);
        buf[count++] = '-';
        hex(high, 4);
        buf[count++] = '-';
        hex(low >>> 48, 4);
        buf[count++] = '-';
        hex(low, 12);
    }

    /// @param bits of which the lowest are written, four a digit
    private void hex(long bits, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            buf[count++] = HEX[(int) (bits >>> shift) & 0xF];
        }
    }

    /// A JSON string.
    ///
    /// @return false if a character is in it that Jackson must write, or refuse
    boolean text(String text) {
        int length = text.length();
        makeRoom(MOST_BYTES_OF_A_CHAR * length + 2);
        buf[count++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (!character(c)) {
                    return false;
                }
            } else if (c < 0x800) {
                buf[count++] = (byte) (0xC0 | c >> 6);
                buf[count++] = continued(c);
            } else if (!Character.isSurrogate(c)) {
                buf[count++] = (byte) (0xE0 | c >> 12);
                buf[count++] = continued(c >> 6);
                buf[count++] = continued(c);
            } else if (++i < length && Character.isSurrogatePair(c, text.charAt(i))) {
                int point = Character.toCodePoint(c, text.charAt(i));
                buf[count++] = (byte) (0xF0 | point >> 18);
                buf[count++] = continued(point >> 12);
                buf[count++] = continued(point >> 6);
                buf[count++] = continued(point);
            } else {
                return false;
            }
        }
        buf[count++] = '"';
        return true;
    }

    /// @param c in ASCII
    private boolean character(char c) {
        switch (c) {
            case '"', '\\' -> escaped(c);
            case '\n' -> escaped('n');
            case '\r' -> escaped('r');
            case '\t' -> escaped('t');
            default -> {
                if (c < ' ') {
                    return false;
                }
                buf[count++] = (byte) c;
            }
        }
        return true;
    }

    private void escaped(char c) {
        buf[count++] = '\\';
        buf[count++] = (byte) c;
    }

    private static byte continued(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private void makeRoom(int length) {
        if (buf.length - count < length) {
            buf = Arrays.copyOf(buf, Math.max(2 * buf.length, count + length));
        }
    }

    <T> T read(Json.Reader<T> reader) {
        return reader.read(buf, count);
    }

    /// What was written is forgotten.
    void giveBack() {
        reset();
        if (buf.length <= LONGEST) {
            FREE.add(this);
        }
    }
}
