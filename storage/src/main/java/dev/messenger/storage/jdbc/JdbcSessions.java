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
import org.jspecify.annotations.Nullable;

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
        return cache.changing(
                userId, () -> stored(userId, tokenHash, device, pushToken, expiresAt));
    }

    private Opened stored(
            long userId,
            byte[] tokenHash,
            Optional<String> device,
            Optional<String> pushToken,
            Instant expiresAt) {
        return pool.transaction(
                connection -> {
                    if (pushToken.isPresent()) {
                        lockPushToken(connection, pushToken.get());
                    }
                    lockUser(connection, userId);
                    if (pushToken.isPresent()) {
                        Optional<Session> renewed =
                                renew(
                                        connection,
                                        userId,
                                        tokenHash,
                                        device.orElse(null),
                                        pushToken.get(),
                                        expiresAt);
                        if (renewed.isPresent()) {
                            return new Opened(renewed.get(), List.of());
                        }
                        Sql.update(connection, FORGET_PUSH_TOKEN, pushToken.get());
                    }
                    Session session =
                            insert(
                                    connection,
                                    userId,
                                    tokenHash,
                                    device.orElse(null),
                                    pushToken.orElse(null),
                                    expiresAt);
                    return new Opened(session, endOldest(connection, session));
                });
    }

    private static final String FORGET_PUSH_TOKEN =
            "UPDATE sessions SET push_token = NULL WHERE push_token = ?";

    /// Two sessions that take over one push token at once do so one after the other; the table's
    /// constraint alone would make one of them fail.
    private static void lockPushToken(Connection connection, String pushToken) throws SQLException {
        String sql = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";
        Sql.list(connection, sql, row -> true, pushToken);
    }

    private static Optional<Session> renew(
            Connection connection,
            long userId,
            byte[] tokenHash,
            @Nullable String device,
            String pushToken,
            Instant expiresAt)
            throws SQLException {
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
                device,
                expiresAt,
                pushToken,
                userId);
    }

    /// One user's sessions are opened one after the other, so that counting them is enough, and none
    /// while the password changes: who comes after that sees the new one.
    private static void lockUser(Connection connection, long userId) throws SQLException {
        String sql = "SELECT id FROM users WHERE id = ? FOR NO KEY UPDATE";
        Sql.list(connection, sql, row -> row.getLong("id"), userId);
    }

    private static Session insert(
            Connection connection,
            long userId,
            byte[] tokenHash,
            @Nullable String device,
            @Nullable String pushToken,
            Instant expiresAt)
            throws SQLException {
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
                        device,
                        pushToken,
                        expiresAt)
                .getFirst();
    }

    private static List<UUID> endOldest(Connection connection, Session opened) throws SQLException {
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
                opened.userId(),
                opened.id(),
                MOST_PER_USER - 1);
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
        pool.write(connection -> Sql.update(connection, FORGET_PUSH_TOKEN, pushToken));
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                row.getLong("user_id"),
                Optional.ofNullable(row.getString("device")),
                Sql.time(row, "created_at"),
                Sql.time(row, "last_seen"),
                Sql.time(row, "expires_at"));
    }
}
