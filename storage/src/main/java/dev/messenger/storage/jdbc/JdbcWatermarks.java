package dev.messenger.storage.jdbc;

import dev.messenger.storage.Watermark;
import dev.messenger.storage.Watermarks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Marks in the rows of `chat_members`. Takes no chat's lock.
final class JdbcWatermarks implements Watermarks {

    private final Pool pool;

    JdbcWatermarks(Pool pool) {
        this.pool = pool;
    }

    /// One statement. Rows are locked by chat and user before they are read, so that two calls at once
    /// do not wait for each other in a circle, and each message is newly read in one of them. Rows that
    /// would not move are not locked: even that would cost a flush.
    @Override
    public List<Moved> move(Collection<Watermark> marks) {
        List<Watermark> asked = List.copyOf(merged(marks).values());
        if (asked.isEmpty()) {
            return List.of();
        }
        String sql =
                """
                WITH mark AS (
                    SELECT r.chat_id, r.user_id, r.read_seq AS read_before,
                           GREATEST(r.delivered_seq, LEAST(t.delivered_seq, c.last_seq))
                               AS delivered_seq,
                           GREATEST(r.read_seq, LEAST(t.read_seq, c.last_seq)) AS read_seq,
                           c.user_low + c.user_high - r.user_id AS other_id,
                           c.archived_at IS NULL AS open
                    FROM unnest(?, ?, ?, ?) AS t (chat_id, user_id, delivered_seq, read_seq)
                    JOIN chats c ON c.id = t.chat_id
                    JOIN chat_members r ON r.chat_id = t.chat_id AND r.user_id = t.user_id
                    WHERE r.delivered_seq < LEAST(t.delivered_seq, c.last_seq)
                       OR r.read_seq < LEAST(t.read_seq, c.last_seq)
                    ORDER BY r.chat_id, r.user_id
                    FOR NO KEY UPDATE OF r
                ), moved AS (
                    UPDATE chat_members r
                    SET delivered_seq = mark.delivered_seq, read_seq = mark.read_seq
                    FROM mark
                    WHERE r.chat_id = mark.chat_id AND r.user_id = mark.user_id
                )
                SELECT chat_id, user_id, delivered_seq, read_seq, other_id, ARRAY(
                    SELECT m.id
                    FROM messages m
                    WHERE mark.open AND m.chat_id = mark.chat_id
                      AND m.seq > mark.read_before AND m.seq <= mark.read_seq
                      AND m.sender_id <> mark.user_id AND m.archived_at IS NULL
                    ORDER BY m.seq DESC
                    LIMIT ?) AS newly_read
                FROM mark
                ORDER BY chat_id, user_id
                """;
        return pool.write(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                row ->
                                        new Moved(
                                                watermark(row),
                                                row.getLong("other_id"),
                                                newlyRead(row)),
                                Values.bigints(asked, Watermark::chatId),
                                Values.bigints(asked, Watermark::userId),
                                Values.bigints(asked, Watermark::deliveredSeq),
                                Values.bigints(asked, Watermark::readSeq),
                                MOST_NEWLY_READ));
    }

    /// One mark for each member, the higher of each number; what is read is delivered.
    private static Map<Watermark.Key, Watermark> merged(Collection<Watermark> marks) {
        Map<Watermark.Key, Watermark> merged = new HashMap<>();
        for (Watermark mark : marks) {
            merged.merge(
                    mark.key(),
                    new Watermark(
                            mark.chatId(),
                            mark.userId(),
                            Math.max(mark.deliveredSeq(), mark.readSeq()),
                            mark.readSeq()),
                    JdbcWatermarks::higher);
        }
        return merged;
    }

    private static Watermark higher(Watermark one, Watermark other) {
        return new Watermark(
                one.chatId(),
                one.userId(),
                Math.max(one.deliveredSeq(), other.deliveredSeq()),
                Math.max(one.readSeq(), other.readSeq()));
    }

    /// The mark's row is locked before it is read, so that of two calls at once each message is newly
    /// read in one.
    @Override
    public Optional<ReadMark> markRead(long messageId, long readerId, int limit) {
        String sql =
                "WITH "
                        + JdbcMessages.OWN_MESSAGE
                        + """
                , named AS (
                    SELECT m.id, m.chat_id, m.seq, m.sender_id
                    FROM messages m
                    JOIN chats c ON c.id = m.chat_id AND c.archived_at IS NULL
                    WHERE m.id = (SELECT id FROM own) AND m.sender_id <> ?
                      AND m.archived_at IS NULL
                ), mark AS (
                    SELECT r.chat_id, r.user_id, r.delivered_seq, r.read_seq
                    FROM chat_members r JOIN named n ON n.chat_id = r.chat_id
                    WHERE r.user_id = ?
                    FOR NO KEY UPDATE OF r
                ), moved AS (
                    UPDATE chat_members r
                    SET read_seq = n.seq, delivered_seq = GREATEST(r.delivered_seq, n.seq)
                    FROM mark, named n
                    WHERE r.chat_id = mark.chat_id AND r.user_id = mark.user_id
                      AND mark.read_seq < n.seq
                )
                SELECT n.id, n.sender_id, mark.chat_id, mark.user_id,
                       GREATEST(mark.delivered_seq, n.seq) AS delivered_seq,
                       GREATEST(mark.read_seq, n.seq) AS read_seq, ARRAY(
                    SELECT m.id
                    FROM messages m
                    WHERE m.chat_id = n.chat_id AND m.seq > mark.read_seq AND m.seq <= n.seq
                      AND m.sender_id <> mark.user_id AND m.archived_at IS NULL
                    ORDER BY m.seq DESC
                    LIMIT ?) AS newly_read
                FROM named n, mark
                """;
        return pool.write(
                connection ->
                        Sql.first(
                                connection,
                                sql,
                                JdbcWatermarks::readMark,
                                messageId,
                                readerId,
                                messageId,
                                readerId,
                                readerId,
                                limit));
    }

    private static ReadMark readMark(ResultSet row) throws SQLException {
        List<Long> newlyRead = newlyRead(row);
        return new ReadMark(
                watermark(row),
                row.getLong("sender_id"),
                newlyRead.isEmpty() ? List.of(row.getLong("id")) : newlyRead);
    }

    @Override
    public List<Watermark> of(Collection<Watermark.Key> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        // Keys that were given twice are one.
        String sql =
                """
                SELECT r.chat_id, r.user_id, r.delivered_seq, r.read_seq
                FROM chat_members r
                WHERE (r.chat_id, r.user_id) IN (SELECT * FROM unnest(?, ?))
                ORDER BY r.chat_id, r.user_id
                """;
        return pool.read(
                connection ->
                        Sql.list(
                                connection,
                                sql,
                                JdbcWatermarks::watermark,
                                Values.bigints(keys, Watermark.Key::chatId),
                                Values.bigints(keys, Watermark.Key::userId)));
    }

    @Override
    public long unread(long userId) {
        String sql =
                """
                SELECT count(*) AS unread
                FROM chat_members me
                JOIN chats c ON c.id = me.chat_id AND c.archived_at IS NULL
                JOIN messages m ON m.chat_id = me.chat_id AND m.seq > me.read_seq
                WHERE me.user_id = ? AND m.sender_id <> me.user_id AND m.archived_at IS NULL
                """;
        return pool.read(
                connection ->
                        Sql.list(connection, sql, row -> row.getLong("unread"), userId).getFirst());
    }

    private static Watermark watermark(ResultSet row) throws SQLException {
        return new Watermark(
                row.getLong("chat_id"),
                row.getLong("user_id"),
                row.getLong("delivered_seq"),
                row.getLong("read_seq"));
    }

    private static List<Long> newlyRead(ResultSet row) throws SQLException {
        return Stream.of((Long[]) row.getArray("newly_read").getArray()).toList().reversed();
    }
}
