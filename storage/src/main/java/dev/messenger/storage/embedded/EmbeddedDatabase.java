package dev.messenger.storage.embedded;

import dev.messenger.storage.embedded.Postmaster.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The default database: a PostgreSQL of our own on the loopback, whose data stays in a directory.
///
/// Opened and closed by the thread that starts and stops the server. The directory is held from one to
/// the other, so two servers never share it; a PostgreSQL left behind by a killed server is stopped, and
/// one that dies meanwhile is started again.
///
/// ```
/// data/lock               held while a server runs
/// data/postgres/          the cluster, with the database `messenger`
/// data/postgres-password  of the role `messenger`, for its owner's eyes
/// data/postgres-log/      PostgreSQL's own log
/// ```
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    /// How often to look whether PostgreSQL still runs.
    private static final Duration LOOK = Duration.ofMillis(500);

    private final DataDirectory data;
    private final Postmaster postmaster;
    private final int port;
    private final String password;
    private final Thread watch;
    private boolean closed;

    private EmbeddedDatabase(DataDirectory data, Postmaster postmaster, int port, String password) {
        this.data = data;
        this.postmaster = postmaster;
        this.port = port;
        this.password = password;
        this.watch = Thread.ofVirtual().name("database-watch").unstarted(this::watch);
    }

    /// Creates what is not there yet, stops what a killed server left behind, starts PostgreSQL and
    /// returns when it accepts connections.
    ///
    /// @throws DatabaseUnavailable with a sentence for the user
    public static EmbeddedDatabase open(Path dataDirectory) {
        return open(dataDirectory, Settings.durable(), EmbeddedDatabase::freePort);
    }

    static EmbeddedDatabase open(Path dataDirectory, Settings settings, FreePorts freePorts) {
        try {
            DataDirectory data = DataDirectory.hold(dataDirectory.toAbsolutePath().normalize());
            try {
                return start(data, settings, freePorts);
            } catch (IOException | RuntimeException failed) {
                data.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw DatabaseUnavailable.because(dataDirectory, failed);
        }
    }

    private static EmbeddedDatabase start(
            DataDirectory data, Settings settings, FreePorts freePorts) throws IOException {
        long began = System.nanoTime();
        Cluster cluster = new Cluster(data);
        cluster.refuseWhatIsNotOurs();
        PostgresBinaries binaries =
                PostgresBinaries.unpackedIn(BinariesCache.directory(data.root()));
        PostgresPrograms programs = new PostgresPrograms(binaries, data.logs());
        Postmaster postmaster = new Postmaster(data, programs, settings);
        postmaster.stopLeftover();
        cluster.createUnlessThere(programs, settings);
        int port = postmaster.start(freePorts);
        log.info(
                "event=database_started port={} millis={}",
                port,
                (System.nanoTime() - began) / 1_000_000);
        var database = new EmbeddedDatabase(data, postmaster, port, cluster.password());
        database.watch.start();
        return database;
    }

    /// Starts a PostgreSQL that died again, at the same port: clients connect anew by themselves.
    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                restartIfDead();
            }
        } catch (InterruptedException closed) {
            return;
        }
    }

    private synchronized void restartIfDead() {
        try {
            if (!closed && !postmaster.isRunning()) {
                log.error("event=database_died");
                postmaster.stopLeftover();
                postmaster.start(() -> port);
                log.info("event=database_restarted port={}", port);
            }
        } catch (IOException | DatabaseUnavailable failed) {
            log.error("event=database_not_restarted reason={}", failed.getMessage());
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE);
    }

    public String user() {
        return Cluster.USER;
    }

    public String password() {
        return password;
    }

    /// Stops PostgreSQL, in bounded time, and lets go of the directory. Closing again does nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        watch.interrupt();
        try (data) {
            postmaster.stop();
            log.info("event=database_stopped");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
