package dev.messenger.server.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Stands between the servers and PostgreSQL, on a port of its own, and breaks connections at the worst
/// moments. Every connection has two virtual threads; the saboteur says what is to happen.
final class DatabaseProxy implements AutoCloseable {

    /// How PostgreSQL ends its answer to a COMMIT that succeeded.
    private static final String COMMITTED = "COMMIT\0";

    private static final long HELD_PAUSE_NANOS = 1_000_000;

    private final ServerSocket front = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final int target;
    private final boolean earlyCommits;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commitsToCut = new AtomicInteger();
    private final AtomicInteger requestsToCut = new AtomicInteger();
    private volatile boolean commitsHeld;

    /// @param earlyCommits see [EarlyCommits]; then nothing else is done to commits
    DatabaseProxy(int target, boolean earlyCommits) throws IOException {
        this.target = target;
        this.earlyCommits = earlyCommits;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    /// The next so many commits succeed, but instead of hearing so the server loses the connection.
    void cutCommits(int count) {
        commitsToCut.set(count);
    }

    /// The next so many requests never arrive: in the midst of transactions, most of them.
    void cutRequests(int count) {
        requestsToCut.set(count);
    }

    /// Whether all that was to be cut is.
    boolean hasCut() {
        return commitsToCut.get() <= 0 && requestsToCut.get() <= 0;
    }

    /// From now on commits succeed, and nobody hears of it.
    void holdCommits() {
        commitsHeld = true;
    }

    /// From now on nothing that is asked for over the connections of this moment arrives.
    void holdRequests() {
        open.forEach(connection -> connection.held = true);
    }

    /// What was held back arrives, though who asked for it may be long gone.
    void releaseRequests() {
        open.forEach(connection -> connection.held = false);
    }

    void cutAll() {
        commitsHeld = false;
        open.forEach(Connection::cut);
    }

    private void accept() {
        try {
            while (true) {
                Socket server = front.accept();
                try {
                    connect(server);
                } catch (IOException databaseIsDown) {
                    server.close();
                }
            }
        } catch (IOException closed) {
            // The run is over.
        }
    }

    private void connect(Socket server) throws IOException {
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
        server.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        Connection connection = new Connection(server, database);
        open.add(connection);
        if (earlyCommits) {
            EarlyCommits lie = new EarlyCommits(server, database);
            Thread.ofVirtual().start(() -> connection.pump(lie::pumpRequests));
            Thread.ofVirtual().start(() -> connection.pump(lie::pumpAnswers));
        } else {
            Thread.ofVirtual().start(() -> connection.pump(connection::pumpRequests));
            Thread.ofVirtual().start(() -> connection.pump(connection::pumpAnswers));
        }
    }

    private static boolean takeOne(AtomicInteger count) {
        return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /// One direction of a connection.
    private interface Pumping {
        void run() throws IOException;
    }

    private final class Connection {
        private final Socket server;
        private final Socket database;
        private volatile boolean held;

        private Connection(Socket server, Socket database) {
            this.server = server;
            this.database = database;
        }

        /// Until one side is gone, and then neither is there.
        private void pump(Pumping pumping) {
            try (server;
                    database) {
                pumping.run();
            } catch (IOException gone) {
                // The other direction has closed both.
            } finally {
                open.remove(this);
            }
        }

        private void pumpRequests() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream in = server.getInputStream();
            OutputStream out = database.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (takeOne(requestsToCut)) {
                    return;
                }
                while (held && !database.isClosed()) {
                    LockSupport.parkNanos(HELD_PAUSE_NANOS);
                }
                out.write(buffer, 0, read);
            }
        }

        private void pumpAnswers() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream in = database.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                boolean commit = isCommit(buffer, read);
                if (commit && takeOne(commitsToCut)) {
                    return;
                }
                if (!commit || !commitsHeld) {
                    out.write(buffer, 0, read);
                }
            }
        }

        private boolean isCommit(byte[] answer, int length) {
            return (commitsHeld || commitsToCut.get() > 0)
                    && new String(answer, 0, length, ISO_8859_1).contains(COMMITTED);
        }

        private void cut() {
            try {
                server.close();
                database.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }
}
