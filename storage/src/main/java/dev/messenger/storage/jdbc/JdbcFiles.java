package dev.messenger.storage.jdbc;

import dev.messenger.storage.Files;
import dev.messenger.storage.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Uploads in the table `files`; [JdbcChatLog] attaches them and takes them away.
final class JdbcFiles implements Files {

    private final Pool pool;

    JdbcFiles(Pool pool) {
        this.pool = pool;
    }

    /// One owner's files are added one after the other, so that summing them up is enough.
    @Override
    public boolean add(
            long ownerId, String handle, String name, long size, String path, long quota) {
        String lock = "SELECT id FROM users WHERE id = ? FOR NO KEY UPDATE";
        String sql =
                """
                INSERT INTO files (owner_id, handle, name, size, path)
                SELECT ?, ?, ?, ?, ?
                WHERE (SELECT coalesce(sum(size), 0) FROM files WHERE owner_id = ?) + ? <= ?
                """;
        return pool.transaction(
                connection -> {
                    Sql.list(connection, lock, row -> row.getLong("id"), ownerId);
                    return Sql.update(
                                    connection,
                                    sql,
                                    ownerId,
                                    handle,
                                    name,
                                    size,
                                    path,
                                    ownerId,
                                    size,
                                    quota)
                            > 0;
                });
    }

    @Override
    public Optional<StoredFile> ofMessage(long messageId, long userId) {
        String sql =
                """
                SELECT f.id, f.owner_id, f.handle, f.name, f.size, f.path, f.created_at
                FROM messages m
                JOIN chats c ON c.id = m.chat_id AND c.archived_at IS NULL
                JOIN chat_members me ON me.chat_id = m.chat_id AND me.user_id = ?
                JOIN files f ON f.id = m.file_id
                WHERE m.id = ? AND m.archived_at IS NULL
                """;
        return pool.read(
                connection -> Sql.first(connection, sql, JdbcFiles::file, userId, messageId));
    }

    @Override
    public List<StoredFile> ofOwner(long ownerId, long afterId, int limit) {
        String sql =
                """
                SELECT id, owner_id, handle, name, size, path, created_at
                FROM files
                WHERE owner_id = ? AND id > ?
                ORDER BY id
                LIMIT ?
                """;
        return pool.read(
                connection -> Sql.list(connection, sql, JdbcFiles::file, ownerId, afterId, limit));
    }

    @Override
    public long bytesOf(long ownerId) {
        String sql = "SELECT coalesce(sum(size), 0)::bigint AS bytes FROM files WHERE owner_id = ?";
        return pool.read(
                        connection ->
                                Sql.list(connection, sql, row -> row.getLong("bytes"), ownerId))
                .getFirst();
    }

    /// Leaves out what a message is just taking.
    @Override
    public List<StoredFile> deleteUnattached(Instant before) {
        String sql =
                """
                DELETE FROM files
                WHERE id IN (
                    SELECT id FROM files
                    WHERE message_id IS NULL AND created_at < ?
                    FOR UPDATE SKIP LOCKED)
                RETURNING id, owner_id, handle, name, size, path, created_at
                """;
        return pool.write(connection -> Sql.list(connection, sql, JdbcFiles::file, before));
    }

    @Override
    public Set<String> known(Collection<String> paths) {
        String sql = "SELECT path FROM files WHERE path = ANY(?)";
        return new HashSet<>(
                pool.read(
                        connection ->
                                Sql.list(
                                        connection,
                                        sql,
                                        row -> row.getString("path"),
                                        Values.texts(paths))));
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        return new StoredFile(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("handle"),
                row.getString("name"),
                row.getLong("size"),
                row.getString("path"),
                Sql.time(row, "created_at"));
    }
}
