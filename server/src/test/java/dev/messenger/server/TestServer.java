package dev.messenger.server;

import dev.messenger.notify.FirebaseSettings;
import dev.messenger.server.net.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/// A whole server as an operator would start it: TLS on a free port, the embedded PostgreSQL with its
/// durability, real files. Only the limits are off, and passwords are cheap.
final class TestServer implements AutoCloseable {

    private static final int CHEAPEST_BCRYPT = 4;

    /// How long a device may take to receive a message before its user is woken.
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Path dataDir;
    private final Messenger messenger;
    private final Rest rest;

    private TestServer(Path dataDir, Messenger messenger) {
        this.dataDir = dataDir;
        this.messenger = messenger;
        this.rest = new Rest(messenger.port(), certificate());
    }

    static TestServer on(Path dataDir) {
        return on(dataDir, Duration.ZERO);
    }

    /// @param drain over which it sends its sockets away when it stops
    static TestServer on(Path dataDir, Duration drain) {
        return new TestServer(dataDir, Messenger.start(config(dataDir, Optional.empty(), drain)));
    }

    /// One that pushes, to where the settings say.
    static TestServer on(Path dataDir, Path serviceAccount, FirebaseSettings firebase) {
        return new TestServer(
                dataDir,
                Messenger.start(
                        config(dataDir, Optional.of(serviceAccount), Duration.ZERO),
                        firebase,
                        GRACE));
    }

    private static Config config(Path dataDir, Optional<Path> serviceAccount, Duration drain) {
        return new Config(
                "127.0.0.1",
                0,
                OptionalInt.empty(),
                dataDir,
                Optional.empty(),
                false,
                Optional.empty(),
                serviceAccount,
                Config.Limits.OFF,
                Level.INFO,
                CHEAPEST_BCRYPT,
                Config.STANDARD_USER_QUOTA,
                drain,
                Config.Access.STANDARD,
                true,
                Transport.standard());
    }

    int port() {
        return messenger.port();
    }

    /// What clients are told to trust.
    Path certificate() {
        return dataDir.resolve("certificate.pem");
    }

    Rest rest() {
        return rest;
    }

    Person register(String userName) {
        return Person.register(rest, userName);
    }

    /// A look into the database past the server.
    Connection database() throws IOException, SQLException {
        return database(dataDir);
    }

    /// PostgreSQL notes its port in the fourth line of its pid file.
    static Connection database(Path dataDir) throws IOException, SQLException {
        String port = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).get(3);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/messenger",
                "messenger",
                Files.readString(dataDir.resolve("postgres-password")).strip());
    }

    /// The first column of all rows.
    static List<Object> column(Connection database, String sql, Object... values)
            throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var rows = statement.executeQuery()) {
                List<Object> column = new ArrayList<>();
                while (rows.next()) {
                    column.add(rows.getObject(1));
                }
                return column;
            }
        }
    }

    /// All uploads on disk, finished or not.
    Set<Path> uploads() {
        try (Stream<Path> files = Files.walk(dataDir.resolve("files"))) {
            return Set.copyOf(files.filter(Files::isRegularFile).toList());
        } catch (IOException | UncheckedIOException movedMeanwhile) {
            return uploads();
        }
    }

    /// Leaves the clients open, so that they can tell how it went.
    void stop() {
        messenger.close();
    }

    @Override
    public void close() {
        rest.close();
        messenger.close();
    }
}
