package dev.messenger.storage.jdbc;

import dev.messenger.storage.Avatars;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Files;
import dev.messenger.storage.Messages;
import dev.messenger.storage.PoolNumbers;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Users;
import dev.messenger.storage.Watermarks;

/// All that the server remembers, in PostgreSQL. Opened once at start-up, on the main thread.
public final class JdbcStorage implements Storage {

    private final Connections connections;
    private final Pool pool;
    private final SessionCache sessions = new SessionCache();
    private final String epoch;

    private JdbcStorage(Connections connections, Pool pool) {
        this.connections = connections;
        this.pool = pool;
        this.epoch =
                pool.read(
                        connection ->
                                Sql.list(
                                                connection,
                                                "SELECT epoch FROM server_meta",
                                                row -> row.getString("epoch"))
                                        .getFirst());
    }

    /// Connects, checks that the database keeps what it is given, and brings its tables up to date.
    ///
    /// @throws DatabaseUnusable if any of that cannot be; its message is fit to print
    public static JdbcStorage open(Database database) {
        Connections connections = new Connections(database);
        ServerCheck.check(database, connections);
        Schema.migrate(database, connections);
        Pool pool = new Pool(database, connections);
        try {
            return new JdbcStorage(connections, pool);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    @Override
    public Users users() {
        return new JdbcUsers(pool, sessions);
    }

    @Override
    public Avatars avatars() {
        return new JdbcAvatars(pool);
    }

    @Override
    public Sessions sessions() {
        return new JdbcSessions(pool, sessions);
    }

    @Override
    public Chats chats() {
        return new JdbcChats(pool);
    }

    @Override
    public Messages messages() {
        return new JdbcMessages(pool);
    }

    @Override
    public Watermarks watermarks() {
        return new JdbcWatermarks(pool);
    }

    @Override
    public Files files() {
        return new JdbcFiles(pool);
    }

    @Override
    public ChatLog openChatLog() {
        return new JdbcChatLog(connections);
    }

    /// As it was at start-up: an operator who changes it restarts the server.
    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public void ping() {
        pool.read(connection -> Sql.list(connection, "SELECT 1", row -> row.getInt(1)));
    }

    @Override
    public PoolNumbers pool() {
        return pool.numbers();
    }

    /// Does not close the chat logs; each belongs to whoever opened it.
    @Override
    public void close() {
        pool.close();
    }
}
