package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Storage;
import dev.messenger.storage.embedded.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database of a test class's own, with its storage open, to look at and to disturb from outside.
final class MigratedDatabase implements AutoCloseable {

    private final TestDatabase database =
            TestDatabase.copyOf("messenger", empty -> JdbcStorage.open(settings(empty)).close());
    final Storage storage = JdbcStorage.open(settings(database));

    private static Database settings(TestDatabase database) {
        return new Database(database.jdbcUrl(), database.user(), database.password(), false);
    }

    String url() {
        return database.jdbcUrl();
    }

    /// To the same database by another way.
    Connections connectionsBy(String url) {
        return new Connections(at(url));
    }

    Database at(String url) {
        return new Database(url, database.user(), database.password(), false);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    void execute(String sql, @Nullable Object... binds) throws SQLException {
        try (Connection connection = connect()) {
            Sql.update(connection, sql, binds);
        }
    }

    List<Long> numbers(String sql, @Nullable Object... binds) throws SQLException {
        try (Connection connection = connect()) {
            return Sql.list(connection, sql, row -> row.getLong(1), binds);
        }
    }

    long user(String name) {
        return storage.users().register(name + UUID.randomUUID(), name, "hash").orElseThrow();
    }

    long chat(long one, long other) {
        return switch (storage.chats().create(one, other)) {
            case Chats.Creation.Created created -> created.chatId();
            case Chats.Creation refused -> throw new AssertionError(refused);
        };
    }

    /// A post as a client sends it again, or for the first time.
    static Append.Post post(long chatId, long sender, String content) {
        return new Append.Post(
                chatId,
                sender,
                UUID.randomUUID(),
                false,
                Optional.empty(),
                content,
                Instant.EPOCH,
                Optional.empty(),
                OptionalLong.empty());
    }

    static Append.Post withFile(long chatId, long sender, String handle) {
        return new Append.Post(
                chatId,
                sender,
                UUID.randomUUID(),
                true,
                Optional.empty(),
                "with a file",
                Instant.EPOCH,
                Optional.of(new Append.Upload(handle, "")),
                OptionalLong.empty());
    }

    /// Whether somebody waits for a lock here, by and by.
    boolean awaitWaiting() throws SQLException {
        String sql =
                """
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """;
        try (Connection connection = connect()) {
            for (int looks = 0; looks < 20_000; looks++) {
                if (!Sql.list(connection, sql, row -> row.getLong(1)).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// All numbers that messages and changes of the chat have taken, in order.
    List<Long> log(long chatId) throws SQLException {
        String sql =
                """
                SELECT seq FROM messages WHERE chat_id = ?
                UNION ALL
                SELECT seq FROM changes WHERE chat_id = ?
                ORDER BY seq
                """;
        return numbers(sql, chatId, chatId);
    }

    @Override
    public void close() {
        storage.close();
        database.close();
    }
}
