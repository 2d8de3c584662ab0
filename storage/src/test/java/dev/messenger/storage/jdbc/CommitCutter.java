package dev.messenger.storage.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/// Stands between a client and PostgreSQL, and cuts the connection when the first commit's answer is
/// due: the server has committed, the client never hears of it.
final class CommitCutter implements AutoCloseable {

    private final ServerSocket front = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final URI target;
    private final String url;
    private volatile boolean cut;

    CommitCutter(String jdbcUrl) throws IOException {
        target = URI.create(jdbcUrl.substring("jdbc:".length()));
        url = jdbcUrl.replace(":" + target.getPort() + "/", ":" + front.getLocalPort() + "/");
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return url;
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
        private volatile boolean committing;

        private Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pumpRequests() {
            byte[] buffer = new byte[65_536];
            try (client;
                    server;
                    InputStream in = client.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!cut && new String(buffer, 0, read, ISO_8859_1).contains("COMMIT")) {
                        cut = true;
                        committing = true;
                    }
                    server.getOutputStream().write(buffer, 0, read);
                }
            } catch (IOException gone) {
                // The other direction has closed both.
            }
        }

        private void pumpAnswers() {
            byte[] buffer = new byte[65_536];
            try (client;
                    server;
                    InputStream in = server.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (committing) {
                        return;
                    }
                    client.getOutputStream().write(buffer, 0, read);
                }
            } catch (IOException gone) {
                // The other direction has closed both.
            }
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
