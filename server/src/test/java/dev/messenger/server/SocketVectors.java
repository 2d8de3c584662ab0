package dev.messenger.server;

import static dev.messenger.server.FieldCases.bytes;
import static dev.messenger.server.RawSocket.BINARY;
import static dev.messenger.server.RawSocket.CLOSE;
import static dev.messenger.server.RawSocket.CONTINUATION;
import static dev.messenger.server.RawSocket.FINAL;
import static dev.messenger.server.RawSocket.MASKED;
import static dev.messenger.server.RawSocket.PING;
import static dev.messenger.server.RawSocket.PONG;
import static dev.messenger.server.RawSocket.TEXT;
import static dev.messenger.server.RawSocket.frame;
import static dev.messenger.server.RawSocket.number;
import static dev.messenger.server.RawSocket.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// WebSocket frames that break RFC 6455, or our limits within it, and some that are only odd.
final class SocketVectors {

    private static final String PROTOCOL = "close 1002";
    private static final String NO_JSON = "error invalid_json";
    private static final byte[] A = bytes('a');
    private static final byte[] NOTHING = {};

    private SocketVectors() {}

    static Stream<FrameCase> all() {
        return Stream.of(heads(), lengths(), fragments(), controls(), closes(), texts())
                .flatMap(cases -> cases);
    }

    /// Section 5.2: bits and opcodes that nobody has given a meaning, and masks.
    private static Stream<FrameCase> heads() {
        Stream<FrameCase> reservedBits =
                IntStream.rangeClosed(1, 7)
                        .boxed()
                        .flatMap(
                                bits ->
                                        Stream.of(CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG)
                                                .map(
                                                        it ->
                                                                new FrameCase(
                                                                        "reserved bits "
                                                                                + bits
                                                                                + " of opcode "
                                                                                + it,
                                                                        frame(
                                                                                FINAL | bits << 4
                                                                                        | it,
                                                                                A),
                                                                        PROTOCOL)));
        Stream<FrameCase> opcodes =
                IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                        .boxed()
                        .flatMap(
                                it ->
                                        Stream.of(
                                                new FrameCase(
                                                        "opcode " + it,
                                                        frame(FINAL | it, A),
                                                        PROTOCOL),
                                                new FrameCase(
                                                        "opcode " + it + ", not final",
                                                        frame(it, A),
                                                        PROTOCOL)));
        Stream<FrameCase> unmasked =
                Stream.of(CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG)
                        .flatMap(
                                it ->
                                        Stream.of(0, 1, 125)
                                                .map(
                                                        size ->
                                                                new FrameCase(
                                                                        size
                                                                                + " unmasked bytes of opcode "
                                                                                + it,
                                                                        frame(
                                                                                FINAL | it,
                                                                                size,
                                                                                NOTHING,
                                                                                new byte[size]),
                                                                        PROTOCOL)));
        return Stream.of(reservedBits, opcodes, unmasked).flatMap(cases -> cases);
    }

    /// Lengths must be as short as can be, below 2^63, and within 64 KiB.
    private static Stream<FrameCase> lengths() {
        List<FrameCase> cases = new ArrayList<>();
        for (int size : new int[] {0, 1, 125}) {
            cases.add(
                    length(
                            "16 bits for a length of " + size,
                            126,
                            number(size, 2),
                            size,
                            PROTOCOL));
        }
        for (int size : new int[] {0, 1, 125, 126, 65_535}) {
            cases.add(
                    length(
                            "64 bits for a length of " + size,
                            127,
                            number(size, 8),
                            size,
                            PROTOCOL));
        }
        for (long size : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1}) {
            cases.add(
                    length(
                            "a length of 0x" + Long.toHexString(size),
                            127,
                            number(size, 8),
                            0,
                            PROTOCOL));
        }
        for (long size :
                new long[] {65_537, 1 << 20, 1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE}) {
            cases.add(length("a length of " + size, 127, number(size, 8), 0, "close 1009"));
        }
        cases.add(new FrameCase("65,536 bytes", text(spaces(65_536)), NO_JSON));
        cases.add(new FrameCase("65,537 bytes", text(spaces(65_537)), "close 1009"));
        return cases.stream();
    }

    private static FrameCase length(
            String name, int second, byte[] length, int size, String answer) {
        return new FrameCase(
                name, frame(FINAL | TEXT, MASKED | second, length, new byte[size]), answer);
    }

    /// Section 5.4: what may follow what.
    private static Stream<FrameCase> fragments() {
        byte[] first = frame(TEXT, bytes('{'));
        byte[] last = frame(FINAL | CONTINUATION, bytes('}'));
        byte[] more = frame(CONTINUATION, NOTHING);
        return Stream.of(
                new FrameCase("a continuation of nothing", frame(FINAL, A), PROTOCOL),
                new FrameCase(
                        "a continuation of nothing, not final", frame(CONTINUATION, A), PROTOCOL),
                sent("a continuation after the end", PROTOCOL, last, last),
                sent("a text within a text", PROTOCOL, first, text(A)),
                sent("a first fragment after a first", PROTOCOL, first, first),
                sent("a binary within a text", PROTOCOL, first, frame(FINAL | BINARY, A)),
                sent("an object in two fragments", "error missing_field type", first, last),
                sent(
                        "empty fragments around it",
                        "error missing_field type",
                        frame(TEXT, NOTHING),
                        more,
                        frame(CONTINUATION, bytes('{')),
                        more,
                        last),
                sent(
                        "a pong between fragments",
                        "error missing_field type",
                        first,
                        frame(FINAL | PONG, A),
                        last),
                sent("a fragmented ping between fragments", PROTOCOL, first, frame(PING, A)),
                sent("an unmasked fragment", PROTOCOL, first, frame(FINAL, 1, NOTHING, A)),
                sent("a fragment with a reserved bit", PROTOCOL, first, frame(FINAL | 0x40, A)),
                sent(
                        "half of a character in each",
                        NO_JSON,
                        frame(TEXT, bytes(0xC3)),
                        frame(FINAL, bytes(0xA9))),
                sent(
                        "half of a character, and no more",
                        "close 1007",
                        frame(TEXT, bytes(0xC3)),
                        frame(FINAL)),
                sent("129 fragments", "close 1009", RequestCase.join(first, times(128, more))),
                sent("10,000 empty fragments", "close 1009", frame(TEXT), times(10_000, more)),
                sent(
                        "fragments of more than 64 KiB",
                        "close 1009",
                        frame(TEXT, spaces(40_000)),
                        frame(FINAL, spaces(40_000))),
                sent(
                        "an endless message",
                        "close 1009",
                        frame(TEXT, spaces(65_536)),
                        frame(CONTINUATION, A)),
                new FrameCase("binary", frame(FINAL | BINARY, A), "close 1003"),
                new FrameCase("empty binary", frame(FINAL | BINARY), "close 1003"),
                new FrameCase("binary, not final", frame(BINARY, A), "close 1003"));
    }

    /// Section 5.5: short, whole, and answered.
    private static Stream<FrameCase> controls() {
        byte[] long126 = new byte[126];
        Stream<FrameCase> broken =
                Stream.of(CLOSE, PING, PONG)
                        .flatMap(
                                it ->
                                        Stream.of(
                                                new FrameCase(
                                                        "opcode " + it + " in fragments",
                                                        frame(it, bytes(3, 232)),
                                                        PROTOCOL),
                                                new FrameCase(
                                                        "opcode " + it + " of 126 bytes",
                                                        frame(FINAL | it, long126),
                                                        PROTOCOL),
                                                new FrameCase(
                                                        "opcode " + it + " of 65,536 bytes",
                                                        frame(FINAL | it, new byte[65_536]),
                                                        PROTOCOL)));
        Stream<FrameCase> odd =
                Stream.of(
                        new FrameCase("an empty ping", frame(FINAL | PING), "pong"),
                        new FrameCase(
                                "a pong that nobody asked for",
                                frame(FINAL | PONG, A),
                                FrameCase.NONE),
                        new FrameCase("an empty pong", frame(FINAL | PONG), FrameCase.NONE),
                        new FrameCase(
                                "a ping of 125 bytes",
                                frame(FINAL | PING, repeat('a', 125)),
                                "pong " + "a".repeat(125)),
                        new FrameCase("201 pongs", times(201, frame(FINAL | PONG)), "close 1008"));
        return Stream.concat(broken, odd);
    }

    /// Section 7.4: codes that may be sent, and those that may not.
    private static Stream<FrameCase> closes() {
        Stream<FrameCase> echoed =
                IntStream.of(
                                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999,
                                4000, 4999)
                        .mapToObj(code -> close(code, NOTHING, "close " + code));
        Stream<FrameCase> refused =
                IntStream.of(
                                0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000,
                                32_768, 65_535)
                        .mapToObj(code -> close(code, NOTHING, PROTOCOL));
        Stream<FrameCase> payloads =
                Stream.of(
                        new FrameCase("a close without a code", frame(FINAL | CLOSE), "close 0"),
                        new FrameCase(
                                "a close with half a code",
                                frame(FINAL | CLOSE, bytes(3)),
                                PROTOCOL),
                        close(1000, repeat('a', 123), "close 1000"),
                        close(1000, bytes(0xC0, 0xAF), "close 1007"),
                        close(1000, bytes(0xED, 0xA0, 0x80), "close 1007"),
                        close(1000, bytes(0xFF), "close 1007"),
                        sent(
                                "a close within a text",
                                "close 1000",
                                frame(TEXT, A),
                                frame(FINAL | CLOSE, bytes(3, 232))),
                        sent(
                                "a text after a close",
                                "close 1000",
                                frame(FINAL | CLOSE, bytes(3, 232)),
                                text(A)),
                        sent(
                                "two closes",
                                "close 1000",
                                frame(FINAL | CLOSE, bytes(3, 232)),
                                frame(FINAL | CLOSE, bytes(3, 233))));
        return Stream.of(echoed, refused, payloads).flatMap(cases -> cases);
    }

    private static FrameCase close(int code, byte[] reason, String answer) {
        return new FrameCase(
                "close " + code + " with a reason of " + reason.length + " bytes " + hex(reason),
                frame(FINAL | CLOSE, RequestCase.join(number(code, 2), reason)),
                answer);
    }

    /// Section 8.1: text is UTF-8, however it is cut.
    private static Stream<FrameCase> texts() {
        return Map.ofEntries(
                        Map.entry("a lone continuation byte", bytes(0x80)),
                        Map.entry("an overlong slash", bytes(0xC0, 0xAF)),
                        Map.entry("an overlong slash of three", bytes(0xE0, 0x80, 0xAF)),
                        Map.entry("an overlong slash of four", bytes(0xF0, 0x80, 0x80, 0xAF)),
                        Map.entry("an overlong NUL", bytes(0xC0, 0x80)),
                        Map.entry("a high surrogate", bytes(0xED, 0xA0, 0x80)),
                        Map.entry("a low surrogate", bytes(0xED, 0xB0, 0x80)),
                        Map.entry(
                                "a pair of surrogates", bytes(0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80)),
                        Map.entry("above U+10FFFF", bytes(0xF4, 0x90, 0x80, 0x80)),
                        Map.entry("five bytes", bytes(0xF8, 0x88, 0x80, 0x80, 0x80)),
                        Map.entry("0xFE", bytes(0xFE)),
                        Map.entry("0xFF", bytes(0xFF)),
                        Map.entry("cut after one of two", bytes(0xC3)),
                        Map.entry("cut after two of three", bytes(0xE2, 0x82)),
                        Map.entry("cut after three of four", bytes(0xF0, 0x9F, 0x98)),
                        Map.entry("Latin-1", bytes('g', 0xFC, 'n')),
                        Map.entry("UTF-16", bytes(0xFF, 0xFE, '{', 0, '}', 0)))
                .entrySet()
                .stream()
                .flatMap(
                        octets ->
                                Stream.of(
                                        new FrameCase(
                                                "not UTF-8: " + octets.getKey(),
                                                text(octets.getValue()),
                                                "close 1007"),
                                        new FrameCase(
                                                "not UTF-8 in JSON: " + octets.getKey(),
                                                text(
                                                        RequestCase.join(
                                                                bytes('"'),
                                                                octets.getValue(),
                                                                bytes('"'))),
                                                "close 1007")));
    }

    private static FrameCase sent(String name, String answer, byte[]... frames) {
        return new FrameCase(name, RequestCase.join(frames), answer);
    }

    private static byte[] times(int count, byte[] frame) {
        byte[][] frames = new byte[count][];
        Arrays.fill(frames, frame);
        return RequestCase.join(frames);
    }

    private static byte[] spaces(int count) {
        return repeat(' ', count);
    }

    private static byte[] repeat(char c, int count) {
        return Character.toString(c).repeat(count).getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        return bytes.length > 8 ? "" : java.util.HexFormat.of().formatHex(bytes);
    }
}
