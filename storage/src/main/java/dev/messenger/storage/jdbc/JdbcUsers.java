package dev.messenger.storage.jdbc;

import dev.messenger.storage.FoldedKey;
import dev.messenger.storage.User;
import dev.messenger.storage.Users;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Accounts in the table `users`; an erased one is invisible.
final class JdbcUsers implements Users {

    private final Pool pool;
    private final SessionCache cache;

    /// @param cache is told when an account's sessions end with its password, or with itself
    JdbcUsers(Pool pool, SessionCache cache) {
        this.pool = pool;
        this.cache = cache;
    }

    @Override
    public OptionalLong register(String login, String userName, String passwordHash) {
        String sql =
                """
                INSERT INTO users (login, login_key, user_name, name_key, password_hash)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (login_key) DO NOTHING
                RETURNING id
                """;
        return pool.write(
                        connection ->
                                Sql.first(
                                        connection,
                                        sql,
                                        row -> row.getLong("id"),
                                        login,
                                        FoldedKey.of(login),
                                        userName,
                                        FoldedKey.of(userName),
                                        passwordHash))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public Optional<User> byLogin(String login) {
        String sql =
                """
                SELECT id, login, user_name, password_hash
                FROM users
                WHERE login_key = ? AND erased_at IS NULL
                """;
        return pool.read(
                connection -> Sql.first(connection, sql, JdbcUsers::user, FoldedKey.of(login)));
    }

    @Override
    public Optional<User> byId(long id) {
        String sql =
                """
                SELECT id, login, user_name, password_hash
                FROM users
                WHERE id = ? AND erased_at IS NULL
                """;
        return pool.read(connection -> Sql.first(connection, sql, JdbcUsers::user, id));
    }

    @Override
    public Optional<Instant> createdAt(long id) {
        String sql = "SELECT created_at FROM users WHERE id = ? AND erased_at IS NULL";
        return pool.read(
                connection -> Sql.first(connection, sql, row -> Sql.time(row, "created_at"), id));
    }

    @Override
    public void replacePasswordHash(long id, String oldHash, String newHash) {
        String sql =
                """
                UPDATE users SET password_hash = ?
                WHERE id = ? AND password_hash = ? AND erased_at IS NULL
                """;
        pool.write(connection -> Sql.update(connection, sql, newHash, id, oldHash));
    }

    /// Locks the account's row first, as opening a session does: no session that is opened meanwhile
    /// slips through.
    @Override
    public Optional<List<UUID>> changePassword(
            long id, String oldHash, String newHash, Optional<UUID> except) {
        String sql =
                """
                UPDATE users SET password_hash = ?
                WHERE id = ? AND password_hash = ? AND erased_at IS NULL
                """;
        return cache.changing(
                id,
                () ->
                        pool.transaction(
                                connection ->
                                        Sql.update(connection, sql, newHash, id, oldHash) == 0
                                                ? Optional.empty()
                                                : Optional.of(
                                                        JdbcSessions.endAll(
                                                                connection, id, except))));
    }

    /// The key has capital letters, and so is no login's: those are folded.
    @Override
    public List<UUID> erase(long id) {
        String account =
                """
                UPDATE users
                SET login = '', login_key = 'ERASED ' || id, user_name = ?, name_key = '',
                    password_hash = '', erased_at = now()
                WHERE id = ? AND erased_at IS NULL
                """;
        String avatar = "DELETE FROM avatars WHERE user_id = ?";
        String sessions =
                "DELETE FROM sessions WHERE user_id = ? AND revoked_at IS NULL RETURNING id";
        return cache.changing(
                id,
                () ->
                        pool.transaction(
                                connection -> {
                                    Sql.update(connection, account, ERASED_NAME, id);
                                    Sql.update(connection, avatar, id);
                                    return Sql.list(
                                            connection,
                                            sessions,
                                            row -> row.getObject("id", UUID.class),
                                            id);
                                }));
    }

    @Override
    public List<Found> search(String partOfName, int limit) {
        String sql =
                """
                SELECT u.id, u.user_name,
                       EXISTS (SELECT 1 FROM avatars a WHERE a.user_id = u.id) AS has_avatar
                FROM users u
                WHERE u.name_key LIKE ? ESCAPE '\\' AND u.erased_at IS NULL
                ORDER BY u.id
                LIMIT ?
                """;
        String pattern = "%" + literal(FoldedKey.of(partOfName)) + "%";
        return pool.read(connection -> Sql.list(connection, sql, JdbcUsers::found, pattern, limit));
    }

    /// The text as LIKE finds it, with what stands for other characters escaped.
    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("login"),
                row.getString("user_name"),
                row.getString("password_hash"));
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getLong("id"), row.getString("user_name"), row.getBoolean("has_avatar"));
    }
}
