package dev.messenger.storage.jdbc;

import dev.messenger.storage.Session;
import dev.messenger.storage.Sessions;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Sign-ins in the table `sessions`. One is live while it is not revoked and not expired by the
/// database's clock; one that ends lets go of its push token and its device's name in the same
/// statement.
final class JdbcSessions implements Sessions {

    private final Pool pool;
    private final SessionCache cache;

    JdbcSessions(Pool pool, SessionCache cache) {
        this.pool = pool;
        this.cache = cache;
    }

    @Override
    public Opened open(
            long userId,
            byte[] tokenHash,
            Optional<String> device,
            Optional<String> pushToken,
            Instant expiresAt) {
        // One that is renewed is no longer that of its old token; others may have to end.
        var opening = new SessionOpening(userId, tokenHash, device, pushToken, expiresAt);
        return cache.changing(userId, () -> pool.transaction(opening::in));
    }

    @Override
    public Optional<Session> byTokenHash(byte[] tokenHash) {
        return cache.find(
                tokenHash, () -> liveSessions(List.of(tokenHash)).values().stream().findFirst());
    }

    @Override
    public List<Optional<Session>> byTokenHashes(List<byte[]> tokenHashes) {
        return cache.findAll(tokenHashes, this::liveSessions);
    }

    @Override
    public Optional<Session> remembered(byte[] tokenHash) {
        return cache.remembered(tokenHash);
    }

    /// The array stands in a SELECT for the reason that [JdbcChats#headsOf] gives.
    private Map<ByteBuffer, Session> liveSessions(List<byte[]> tokenHashes) {
        String sql =
                """
                SELECT token_hash, id, user_id, device, created_at, last_seen, expires_at
                FROM sessions
                WHERE token_hash = ANY((SELECT ?)::bytea[]) AND revoked_at IS NULL AND expires_at > now()
                """;
        Map<ByteBuffer, Session> found = new HashMap<>();
        pool.read(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                row ->
                                        found.put(
                                                ByteBuffer.wrap(row.getBytes("token_hash")),
                                                session(row)),
                                Values.byteStrings(tokenHashes, Function.identity())));
        return found;
    }

    @Override
    public List<Session> ofUser(long userId) {
        String sql =
                """
                SELECT id, user_id, device, created_at, last_seen, expires_at
                FROM sessions
                WHERE user_id = ? AND revoked_at IS NULL AND expires_at > now()
                ORDER BY created_at DESC
                """;
        return pool.read(connection -> Sql.list(connection, sql, JdbcSessions::session, userId));
    }

    /// Rows are locked in one order by all, and none is waited for: of two who note the same use one is
    /// enough, and who ends a session need not hear that it was used.
    @Override
    public void touch(Collection<UUID> ids, Instant expiresAt) {
        String sql =
                """
                UPDATE sessions SET last_seen = now(), expires_at = ?
                WHERE id IN (
                    SELECT id FROM sessions
                    WHERE id = ANY(?) AND revoked_at IS NULL AND expires_at > now()
                    ORDER BY id
                    FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING user_id
                """;
        pool.write(
                        connection ->
                                Sql.list(
                                        connection,
                                        sql,
                                        row -> row.getLong("user_id"),
                                        expiresAt,
                                        Values.uuids(ids, Function.identity())))
                .forEach(cache::changed);
    }

    @Override
    public boolean end(UUID id, long userId) {
        String sql =
                """
                UPDATE sessions SET revoked_at = now(), push_token = NULL, device = NULL
                WHERE id = ? AND user_id = ? AND revoked_at IS NULL AND expires_at > now()
                """;
        return cache.changing(
                userId,
                () -> pool.write(connection -> Sql.update(connection, sql, id, userId)) > 0);
    }

    @Override
    public List<UUID> endOthers(long userId, UUID except) {
        return cache.changing(
                userId,
                () -> pool.write(connection -> endAll(connection, userId, Optional.of(except))));
    }

    /// Ends a user's live sessions, all or all but one.
    static List<UUID> endAll(Connection connection, long userId, Optional<UUID> except)
            throws SQLException {
        String sql =
                """
                UPDATE sessions SET revoked_at = now(), push_token = NULL, device = NULL
                WHERE user_id = ? AND id IS DISTINCT FROM ?::uuid
                  AND revoked_at IS NULL AND expires_at > now()
                RETURNING id
                """;
        return Sql.list(
                connection,
                sql,
                row -> row.getObject("id", UUID.class),
                userId,
                except.orElse(null));
    }

    @Override
    public List<String> pushTokens(long userId) {
        String sql =
                """
                SELECT push_token
                FROM sessions
                WHERE user_id = ? AND revoked_at IS NULL AND expires_at > now()
                  AND push_token IS NOT NULL
                ORDER BY created_at
                """;
        return pool.read(
                connection ->
                        Sql.list(connection, sql, row -> row.getString("push_token"), userId));
    }

    @Override
    public void forgetPushTokensOf(long userId) {
        String sql =
                """
                UPDATE sessions SET push_token = NULL
                WHERE user_id = ? AND revoked_at IS NULL AND push_token IS NOT NULL
                """;
        pool.write(connection -> Sql.update(connection, sql, userId));
    }

    @Override
    public void forgetPushToken(String pushToken) {
        pool.write(connection -> forget(connection, pushToken));
    }

    /// Takes it from the session that has it, if there is one.
    static int forget(Connection connection, String pushToken) throws SQLException {
        String sql = "UPDATE sessions SET push_token = NULL WHERE push_token = ?";
        return Sql.update(connection, sql, pushToken);
    }

    static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                row.getLong("user_id"),
                Optional.ofNullable(row.getString("device")),
                Sql.time(row, "created_at"),
                Sql.time(row, "last_seen"),
                Sql.time(row, "expires_at"));
    }
}
