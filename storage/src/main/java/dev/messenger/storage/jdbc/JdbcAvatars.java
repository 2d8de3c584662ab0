package dev.messenger.storage.jdbc;

import dev.messenger.storage.Avatars;
import java.util.Optional;

/// Avatars in a table of their own, so that nothing else ever reads one by accident.
final class JdbcAvatars implements Avatars {

    private final Pool pool;

    JdbcAvatars(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void put(long userId, String image) {
        String sql =
                """
                INSERT INTO avatars (user_id, image) VALUES (?, ?)
                ON CONFLICT (user_id) DO UPDATE SET image = excluded.image
                """;
        pool.write(connection -> Sql.update(connection, sql, userId, image));
    }

    @Override
    public Optional<String> get(long userId) {
        String sql =
                """
                SELECT a.image
                FROM avatars a JOIN users u ON u.id = a.user_id
                WHERE a.user_id = ? AND u.erased_at IS NULL
                """;
        return pool.read(
                connection -> Sql.first(connection, sql, row -> row.getString("image"), userId));
    }

    @Override
    public boolean delete(long userId) {
        String sql = "DELETE FROM avatars WHERE user_id = ?";
        return pool.write(connection -> Sql.update(connection, sql, userId)) > 0;
    }
}
