package dev.messenger.storage.jdbc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and PostgreSQL, and counts how often the client says that it has sent all it
/// has and waits: a Sync. Passes everything on; one virtual thread pumps each way.
final class TripCounter implements AutoCloseable {

    private static final int SYNC = 'S';

    private final ServerSocket front = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final AtomicInteger trips = new AtomicInteger();
    private final URI target;

    TripCounter(String jdbcUrl) throws IOException {
        target = URI.create(jdbcUrl.substring("jdbc:".length()));
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        // A question for TLS would be one more message without a type.
        return "jdbc:%s://%s:%d%s?sslmode=disable"
                .formatted(
                        target.getScheme(),
                        target.getHost(),
                        front.getLocalPort(),
                        target.getPath());
    }

    int trips() {
        return trips.get();
    }

    void reset() {
        trips.set(0);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = front.accept();
                Socket server = new Socket(target.getHost(), target.getPort());
                Thread.ofVirtual().start(() -> pumpRequests(client, server));
                Thread.ofVirtual().start(() -> pumpAnswers(client, server));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pumpRequests(Socket client, Socket server) {
        try (client;
                server) {
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(server.getOutputStream());
            passOn(in, out); // the start-up message has no type
            while (true) {
                int type = in.readUnsignedByte();
                if (type == SYNC) {
                    trips.incrementAndGet();
                }
                out.writeByte(type);
                passOn(in, out);
            }
        } catch (IOException gone) {
            // The other direction has closed both.
        }
    }

    /// A length, which counts itself, and what is so long.
    private static void passOn(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        byte[] body = new byte[length - Integer.BYTES];
        in.readFully(body);
        out.writeInt(length);
        out.write(body);
    }

    private static void pumpAnswers(Socket client, Socket server) {
        try (client;
                server) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // The other direction has closed both.
        }
    }

    @Override
    public void close() {
        try {
            front.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
