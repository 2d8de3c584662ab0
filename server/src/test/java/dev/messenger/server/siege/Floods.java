package dev.messenger.server.siege;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// What never ends, on one connection: each is refused, closed, and costs no memory.
final class Floods {

    private static final String ADDRESS = "127.0.0.4";
    private static final int FRAMES = 200_000;
    private static final long MOST_BYTES = 1L << 40;
    private static final int BOMB = 64 << 20;

    /// Above what the server had before, in megabytes. Its heap may not have grown yet.
    private static final long FLAT = 64;

    private final Besieged server;
    private final Table table;

    Floods(Besieged server, Table table) {
        this.server = server;
        this.table = table;
    }

    void besiege() throws Exception {
        String token;
        try (Line line = Line.secure(server, ADDRESS)) {
            token = Account.register(line, "ann").token();
        }
        for (int i = 0; i < 3; i++) { // what is loaded and compiled by then is no flood's
            frames(token, Line.frame(Line.LAST | Line.PING, new byte[0]), 1_000);
            body("Content-Length: " + MOST_BYTES, new byte[1 << 14], 16 << 20);
        }
        flood(
                "200,000 empty fragments of one message",
                () -> frames(token, Line.frame(0, new byte[0]), FRAMES),
                "close code 1009");
        flood(
                "200,000 pings",
                () -> frames(token, Line.frame(Line.LAST | Line.PING, new byte[0]), FRAMES),
                "close code 1008");
        flood(
                "a body without end, announced as a terabyte",
                () -> body("Content-Length: " + MOST_BYTES, new byte[1 << 14], MOST_BYTES),
                "status 413");
        flood(
                "the same in chunks",
                () -> body("Transfer-Encoding: chunked", chunk(), MOST_BYTES),
                "status 413");
        flood("64 MB of zeros as gzip", () -> bomb("gzip"), "status 415");
        flood("64 MB of zeros as deflate", () -> bomb("deflate"), "status 415");
    }

    private interface Flood {
        /// How it ended: what the server said, and then that it closed.
        Ending run() throws Exception;
    }

    /// @param sent in bytes, until the server would take no more
    private record Ending(String said, boolean closed, long sent) {}

    private void flood(String name, Flood flood, String expected) throws Exception {
        long before = server.memory();
        server.forgetPeak();
        long began = System.nanoTime();
        Ending ending = flood.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        long grown = server.peak() - before;
        table.add(
                name,
                ending.said.equals(expected) && ending.closed && grown < FLAT,
                "%s, %s after %,d KB and %.1f s; %d MB before, %d MB at most"
                        .formatted(
                                ending.said,
                                ending.closed ? "closed" : "still open",
                                ending.sent >> 10,
                                seconds,
                                before,
                                before + Math.max(0, grown)));
    }

    /// A message is begun, and then come so many frames of a kind.
    private Ending frames(String token, byte[] frame, int count) throws Exception {
        try (Line line = Line.secure(server, ADDRESS).upgrade(token)) {
            CompletableFuture<Ending> ending = readAside(() -> lastFrame(line));
            byte[] many = repeated(frame, 1_000);
            long sent = 0;
            try {
                line.write(Line.frame(Line.TEXT, new byte[0]));
                for (int i = 0; i < count; i += 1_000) {
                    line.write(many);
                    sent += many.length;
                }
            } catch (IOException closed) {
                // It may well be: the ending tells.
            }
            Ending end = ending.get(1, TimeUnit.MINUTES);
            return new Ending(end.said, end.closed, sent);
        }
    }

    private static Ending lastFrame(Line line) throws IOException {
        while (true) {
            Line.Frame frame = line.next();
            if (frame.code() == Line.CLOSE) {
                return new Ending("close code " + frame.closeCode(), line.ends(), 0);
            }
        }
    }

    private Ending body(String length, byte[] part, long most) throws Exception {
        try (Line line = Line.secure(server, ADDRESS)) {
            CompletableFuture<Ending> ending = readAside(() -> answer(line));
            long sent = 0;
            try {
                line.write(
                        """
                        POST /login HTTP/1.1
                        Host: localhost
                        Content-Type: application/json
                        """
                                + length);
                while (sent < most) {
                    line.write(part);
                    sent += part.length;
                }
            } catch (IOException closed) {
                // It may well be: the ending tells.
            }
            Ending end = ending.get(1, TimeUnit.MINUTES);
            return new Ending(end.said, end.closed, sent);
        }
    }

    private static byte[] chunk() {
        byte[] chunk = new byte[(1 << 14) + 8];
        byte[] size = "4000\r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, chunk, 0, size.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    private Ending bomb(String coding) throws Exception {
        byte[] bomb = compressed(coding);
        try (Line line = Line.secure(server, ADDRESS)) {
            CompletableFuture<Ending> ending = readAside(() -> answer(line));
            line.write(
                            """
                            POST /login HTTP/1.1
                            Host: localhost
                            Content-Type: application/json
                            Content-Encoding: %s
                            Content-Length: %d"""
                                    .formatted(coding, bomb.length))
                    .write(bomb);
            Ending end = ending.get(2, TimeUnit.MINUTES);
            return new Ending(end.said, end.closed, bomb.length);
        }
    }

    private static Ending answer(Line line) throws IOException {
        return new Ending("status " + line.read().status(), line.ends(), 0);
    }

    private static byte[] compressed(String coding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                coding.equals("gzip")
                        ? new GZIPOutputStream(bytes)
                        : new DeflaterOutputStream(bytes)) {
            for (int i = 0; i < BOMB; i += 1 << 16) {
                out.write(new byte[1 << 16]);
            }
        }
        return bytes.toByteArray();
    }

    private interface Reading {
        Ending read() throws IOException;
    }

    /// Reads on a virtual thread of its own: who only writes would never learn of the refusal.
    private static CompletableFuture<Ending> readAside(Reading reading) {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                ending.complete(reading.read());
                            } catch (IOException e) {
                                ending.complete(new Ending("cut off: " + e, true, 0));
                            }
                        });
        return ending;
    }

    private static byte[] repeated(byte[] frame, int times) {
        byte[] many = Arrays.copyOf(frame, frame.length * times);
        for (int i = 1; i < times; i++) {
            System.arraycopy(frame, 0, many, i * frame.length, frame.length);
        }
        return many;
    }
}
