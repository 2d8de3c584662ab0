package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Watermark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The rows that every message changes are changed in place: no index names a column that moves.
class HotUpdatesTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void sendingAndReadingTouchNoIndexOfChatsAndMembers() throws SQLException {
        long ann = database.user("Ann");
        long bob = database.user("Bob");
        long chat = database.chat(ann, bob);
        try (ChatLog log = database.storage.openChatLog()) {
            for (int i = 0; i < 20; i++) {
                Append post = MigratedDatabase.post(chat, ann, "hi");
                Appended.Posted posted = (Appended.Posted) log.append(List.of(post)).getFirst();
                database.storage.watermarks().markRead(posted.message().id(), bob, 1);
                long seq = posted.message().seq();
                database.storage.watermarks().move(List.of(new Watermark(chat, ann, seq, 0)));
            }
        }
        // A backend gives its counts away when it ends, if not before.
        database.storage.close();
        assertThat(updatesOutOfPlace("chats", 20)).isZero();
        assertThat(updatesOutOfPlace("chat_members", 40)).isZero();
    }

    /// Looks until all counts are there.
    private static long updatesOutOfPlace(String table, long expected) throws SQLException {
        try (Connection connection = database.connect()) {
            String sql =
                    """
                    SELECT n_tup_upd - n_tup_hot_upd AS out_of_place
                    FROM pg_stat_user_tables
                    WHERE relname = ? AND n_tup_upd >= ?
                    """;
            for (int looks = 0; looks < 10_000; looks++) {
                List<Long> counted =
                        Sql.list(connection, sql, row -> row.getLong(1), table, expected);
                if (!counted.isEmpty()) {
                    return counted.getFirst();
                }
            }
        }
        throw new AssertionError("no statistics of " + table);
    }
}
