package dev.messenger.storage.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and PostgreSQL, and cuts the connection when a commit is sent: the client
/// never hears what became of it.
final class CommitCutter implements AutoCloseable {

    /// What becomes of the commit that is cut.
    enum Fate {
        /// It reaches the server, its answer nobody.
        COMMITTED,
        /// It never reaches the server, which sees the connection go.
        LOST,
        /// It is under way until [CommitCutter#deliver] or [CommitCutter#lose].
        LATE
    }

    private final ServerSocket front = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final CountDownLatch decided = new CountDownLatch(1);
    private final AtomicInteger commits = new AtomicInteger();
    private final URI target;
    private final String url;
    private final Fate fate;
    private final int which;
    private volatile boolean delivered;

    /// @param which of the commits is cut, 1 for the first
    CommitCutter(String jdbcUrl, Fate fate, int which) throws IOException {
        this.fate = fate;
        this.which = which;
        target = URI.create(jdbcUrl.substring("jdbc:".length()));
        // Prepared on the server, a second COMMIT would not be called so.
        url =
                jdbcUrl.replace(":" + target.getPort() + "/", ":" + front.getLocalPort() + "/")
                        + "?prepareThreshold=0";
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return url;
    }

    /// The late commit reaches the server after all.
    void deliver() {
        delivered = true;
        decided.countDown();
    }

    /// The late commit is lost, and the server sees the connection go.
    void lose() {
        decided.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = front.accept();
                Socket server = new Socket(target.getHost(), target.getPort());
                Connection connection = new Connection(client, server);
                Thread.ofVirtual().start(connection::pumpRequests);
                Thread.ofVirtual().start(connection::pumpAnswers);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean cut;

        private Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pumpRequests() {
            byte[] buffer = new byte[65_536];
            try (client;
                    InputStream in = client.getInputStream()) {
                for (int read = in.read(buffer); read >= 0 && !cut; read = in.read(buffer)) {
                    cut = isTheCommit(buffer, read);
                    if (!cut || reaches()) {
                        server.getOutputStream().write(buffer, 0, read);
                    }
                }
            } catch (IOException | InterruptedException gone) {
                // The other direction has closed both, or the test is over.
            } finally {
                endRequests();
            }
        }

        private boolean isTheCommit(byte[] buffer, int length) {
            return new String(buffer, 0, length, ISO_8859_1).contains("COMMIT")
                    && commits.incrementAndGet() == which;
        }

        private boolean reaches() throws IOException, InterruptedException {
            client.close();
            return switch (fate) {
                case COMMITTED -> true;
                case LOST -> false;
                case LATE -> {
                    decided.await();
                    yield delivered;
                }
            };
        }

        /// Not a close, which may overtake what the server has not read yet.
        private void endRequests() {
            try {
                server.shutdownOutput();
            } catch (IOException gone) {
                // The server has closed it.
            }
        }

        private void pumpAnswers() {
            byte[] buffer = new byte[65_536];
            try (client;
                    server;
                    InputStream in = server.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!cut) {
                        client.getOutputStream().write(buffer, 0, read);
                    }
                }
            } catch (IOException gone) {
                // The other direction has closed both.
            }
        }
    }

    @Override
    public void close() {
        lose();
        try {
            front.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
