package dev.messenger.storage.jdbc;

import dev.messenger.storage.Session;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Sessions.Opened;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A sign-in that becomes a session: a new one, or that of the same installation, which its push token
/// tells. Called by [JdbcSessions] within a transaction, on the thread that has it.
record SessionOpening(
        long userId,
        byte[] tokenHash,
        Optional<String> device,
        Optional<String> pushToken,
        Instant expiresAt) {

    Opened in(Connection connection) throws SQLException {
        if (pushToken.isPresent()) {
            lockPushToken(connection);
        }
        lockUser(connection);
        if (pushToken.isPresent()) {
            Optional<Session> renewed = renew(connection);
            if (renewed.isPresent()) {
                return new Opened(renewed.get(), List.of());
            }
            JdbcSessions.forget(connection, pushToken.get());
        }
        Session session = insert(connection);
        return new Opened(session, endOldest(connection, session.id()));
    }

    /// Two sessions that take over one push token at once do so one after the other; the table's
    /// constraint alone would make one of them fail.
    private void lockPushToken(Connection connection) throws SQLException {
        String sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";
        Sql.list(connection, sql, row -> true, pushToken.orElseThrow());
    }

    /// One user's sessions are opened one after the other, so that counting them is enough, and none
    /// while the password changes: who comes after that sees the new one.
    private void lockUser(Connection connection) throws SQLException {
        String sql = "SELECT id FROM users WHERE id = ? FOR NO KEY UPDATE";
        Sql.list(connection, sql, row -> row.getLong("id"), userId);
    }

    private Optional<Session> renew(Connection connection) throws SQLException {
        String sql =
                """
                UPDATE sessions
                SET token_hash = ?, device = coalesce(?::text, device),
                    last_seen = clock_timestamp(), expires_at = ?
                WHERE push_token = ? AND user_id = ? AND revoked_at IS NULL AND expires_at > now()
                RETURNING id, user_id, device, created_at, last_seen, expires_at
                """;
        return Sql.first(
                connection,
                sql,
                JdbcSessions::session,
                tokenHash,
                device.orElse(null),
                expiresAt,
                pushToken.orElseThrow(),
                userId);
    }

    private Session insert(Connection connection) throws SQLException {
        String sql =
                """
                INSERT INTO sessions
                    (id, user_id, token_hash, device, push_token, created_at, last_seen, expires_at)
                VALUES (?, ?, ?, ?, ?, clock_timestamp(), clock_timestamp(), ?)
                RETURNING id, user_id, device, created_at, last_seen, expires_at
                """;
        return Sql.list(
                        connection,
                        sql,
                        JdbcSessions::session,
                        UUID.randomUUID(),
                        userId,
                        tokenHash,
                        device.orElse(null),
                        pushToken.orElse(null),
                        expiresAt)
                .getFirst();
    }

    /// @return those that had to end, because the user has as many as one may have
    private List<UUID> endOldest(Connection connection, UUID opened) throws SQLException {
        String sql =
                """
                UPDATE sessions
                SET revoked_at = now(), push_token = NULL, device = NULL
                WHERE id IN (
                    SELECT id FROM sessions
                    WHERE user_id = ? AND id <> ? AND revoked_at IS NULL AND expires_at > now()
                    ORDER BY created_at DESC
                    OFFSET ?)
                RETURNING id
                """;
        return Sql.list(
                connection,
                sql,
                row -> row.getObject("id", UUID.class),
                userId,
                opened,
                Sessions.MOST_PER_USER - 1);
    }
}
