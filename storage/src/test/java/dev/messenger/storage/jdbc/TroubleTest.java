package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.StorageUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers hear of a database that cannot do its work, and how soon.
@Timeout(60)
class TroubleTest {

    private static final MigratedDatabase database = new MigratedDatabase();

    private final long ann = database.user("Ann");
    private final long chat = database.chat(ann, database.user("Bob"));
    private final ChatLog log = database.storage.openChatLog();

    /// Messages whose text orders it fail in the state that it names, or take their time.
    @BeforeAll
    static void makeTrouble() throws SQLException {
        database.execute(
                """
                CREATE FUNCTION obey() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF new.content LIKE TG_ARGV[0] || ' sleeps' THEN
                        PERFORM pg_sleep(3);
                    ELSIF new.content LIKE TG_ARGV[0] || ' %' THEN
                        RAISE 'as ordered' USING ERRCODE = split_part(new.content, ' ', 2);
                    END IF;
                    RETURN new;
                END $$
                """);
        database.execute(
                """
                CREATE TRIGGER at_once BEFORE INSERT ON messages
                FOR EACH ROW EXECUTE FUNCTION obey('insert')
                """);
        database.execute(
                """
                CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON messages
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION obey('commit')
                """);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /// Full disk, memory, connections; statement timeout; read-only; shut down, crashed, starting.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "53100", "53200", "53300", "57014", "25006", "57P01", "57P02", "57P03", "58030"
            })
    void whatTheServerCannotDoNowIsUnavailableAndStoresNothing(String state) throws SQLException {
        List<Append> batch = List.of(post("one"), post("insert " + state));
        assertThatThrownBy(() -> log.append(batch)).isInstanceOf(StorageUnavailable.class);
        assertThat(database.log(chat)).isEmpty();
        assertThat(log.append(List.of(post("next"))).getFirst())
                .isInstanceOf(Appended.Posted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "57014"})
    void aCommitThatTheServerRefusesIsUnavailableAndStoresNothing(String state)
            throws SQLException {
        List<Append> batch = List.of(post("one"), post("commit " + state));
        assertThatThrownBy(() -> log.append(batch)).isInstanceOf(StorageUnavailable.class);
        assertThat(database.log(chat)).isEmpty();
    }

    /// Whatever it says: such a server may have committed before it went.
    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "58030", "XX000", "25P03"})
    void aCommitAtWhichTheServerGivesUpIsUnknownUntilItIsSettled(String state) throws SQLException {
        assertThat(log.append(List.of(post("commit " + state))))
                .containsExactly(new Appended.Unknown());
        assertThat(log.settle()).isEmpty();
        assertThat(database.log(chat)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert 40001", "insert 40P01", "insert 55P03", "commit 40001"})
    void whatFellToOthersMayBeAskedAgain(String order) throws SQLException {
        assertThat(log.append(List.of(post("one"), post(order)))).isEqualTo(busy(2));
        assertThat(database.log(chat)).isEmpty();
    }

    @Test
    void aTableThatSomebodyHoldsCostsOneLockTimeoutHoweverLargeTheBatch() throws SQLException {
        List<Append> batch = Stream.generate(() -> (Append) post("one")).limit(64).toList();
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            Sql.update(holder, "LOCK TABLE chats IN ACCESS EXCLUSIVE MODE");
            long began = System.nanoTime();
            assertThat(log.append(batch)).isEqualTo(busy(64));
            assertThat(since(began)).isLessThan(Duration.ofSeconds(4));
            assertThatThrownBy(() -> database.storage.chats().find(chat))
                    .isInstanceOf(StorageUnavailable.class);
            holder.rollback();
        }
        assertThat(log.append(batch)).hasOnlyElementsOfType(Appended.Posted.class);
    }

    @Test
    void anUploadThatSomebodyHoldsDelaysOnlyItsChat() throws SQLException {
        long other = database.chat(ann, database.user("Carol"));
        String handle = "handle" + UUID.randomUUID();
        database.storage
                .files()
                .add(ann, handle, "cat.png", 5, "path of " + handle, Long.MAX_VALUE);
        Append cat = MigratedDatabase.withFile(chat, ann, handle);
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            String sql = "SELECT id FROM files WHERE handle = ? FOR UPDATE";
            Sql.list(holder, sql, row -> row.getLong(1), handle);
            List<Appended> results =
                    log.append(
                            List.of(
                                    post("before"),
                                    cat,
                                    post("after"),
                                    MigratedDatabase.post(other, ann, "other")));
            assertThat(results.get(0)).isInstanceOf(Appended.Posted.class);
            assertThat(results.subList(1, 3)).isEqualTo(busy(2));
            assertThat(results.get(3)).isInstanceOf(Appended.Posted.class);
            holder.rollback();
        }
        assertThat(log.append(List.of(cat)).getFirst()).isInstanceOf(Appended.Posted.class);
    }

    @Test
    void aServerThatDoesNotSayWhatThereIsIsUnavailableAfterTheSocketTimeout() throws SQLException {
        try (Connection holder = database.connect();
                ChatLog impatient = impatient()) {
            holder.setAutoCommit(false);
            Sql.update(holder, "LOCK TABLE chats IN ACCESS EXCLUSIVE MODE");
            long began = System.nanoTime();
            assertThatThrownBy(() -> impatient.append(List.of(post("one"))))
                    .isInstanceOf(StorageUnavailable.class);
            assertThat(since(began)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /// The commit is on its way with what it is to commit, so the server does it when it gets there,
    /// however long ago whoever asked has gone.
    @ParameterizedTest
    @ValueSource(strings = {"insert sleeps", "commit sleeps"})
    void whatTakesLongerThanTheSocketTimeoutIsFound(String order) throws SQLException {
        try (ChatLog impatient = impatient()) {
            long began = System.nanoTime();
            assertThat(impatient.append(List.of(post(order)))).isEqualTo(unknown());
            assertThat(since(began)).isLessThan(Duration.ofSeconds(2));
            assertThatThrownBy(impatient::settle).isInstanceOf(StorageUnavailable.class);
            awaitNumber(1);
            assertThat(impatient.settle().orElseThrow())
                    .hasOnlyElementsOfType(Appended.Posted.class);
        }
    }

    @Test
    void aLogLeavesAServerThatIsReadOnlyAndFindsTheOneThatIsNot() throws SQLException {
        String name = database.url().replaceFirst(".*/", "");
        String setting = "default_transaction_read_only";
        try (Connection admin = database.connect();
                ChatLog misled = database.storage.openChatLog()) {
            Sql.update(admin, "ALTER DATABASE " + name + " SET " + setting + " = on");
            assertThatThrownBy(() -> misled.append(List.of(post("one"))))
                    .isInstanceOf(StorageUnavailable.class);
            Sql.update(admin, "ALTER DATABASE " + name + " RESET " + setting);
            assertThat(misled.append(List.of(post("one"))))
                    .hasOnlyElementsOfType(Appended.Posted.class);
        }
    }

    @Test
    void thePoolLendsNoConnectionToAReadOnlyServerTwice() {
        String url = database.url() + "?options=-c%20default_transaction_read_only=on";
        Set<Long> backends = new HashSet<>();
        try (Pool misled = new Pool(database.at(url), database.connectionsBy(url))) {
            for (int i = 0; i < 8; i++) {
                assertThatThrownBy(() -> misled.write(mine -> writeSomething(mine, backends)))
                        .isInstanceOf(StorageUnavailable.class);
            }
        }
        assertThat(backends).hasSize(8);
    }

    private static int writeSomething(Connection connection, Set<Long> backends)
            throws SQLException {
        String sql = "SELECT pg_backend_pid()";
        backends.addAll(Sql.list(connection, sql, row -> row.getLong(1)));
        return Sql.update(connection, "UPDATE server_meta SET epoch = 'written'");
    }

    @Test
    void aServerThatLetsNobodyInIsUnavailable() throws SQLException {
        String name = database.url().replaceFirst(".*/", "");
        try (Connection admin = database.connect();
                ChatLog late = database.storage.openChatLog()) {
            Sql.update(admin, "ALTER DATABASE " + name + " CONNECTION LIMIT 1");
            endAllOthers(admin);
            assertThatThrownBy(() -> late.append(List.of(post("one"))))
                    .isInstanceOf(StorageUnavailable.class)
                    .hasRootCauseMessage(
                            "FATAL: too many connections for database \"" + name + "\"");
            assertThatThrownBy(database.storage::ping).isInstanceOf(StorageUnavailable.class);
            Sql.update(admin, "ALTER DATABASE " + name + " CONNECTION LIMIT -1");
            assertThat(late.append(List.of(post("one"))))
                    .hasOnlyElementsOfType(Appended.Posted.class);
            awaitPool();
        }
    }

    private static void endAllOthers(Connection admin) throws SQLException {
        String sql =
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """;
        Sql.list(admin, sql, row -> row.getBoolean(1));
    }

    /// Each try costs the pool one of its useless connections at most.
    private void awaitPool() {
        StorageUnavailable last = null;
        for (int tries = 0; tries < 6; tries++) {
            try {
                addFile();
                return;
            } catch (StorageUnavailable itWasOneOfThem) {
                last = itWasOneOfThem;
            }
        }
        throw new AssertionError("still unavailable", last);
    }

    private void addFile() {
        String handle = "handle" + UUID.randomUUID();
        database.storage
                .files()
                .add(ann, handle, "cat.png", 5, "path of " + handle, Long.MAX_VALUE);
    }

    private void awaitNumber(long seq) throws SQLException {
        List<Long> numbers;
        do {
            numbers = database.log(chat);
        } while (!numbers.contains(seq));
    }

    private Append.Post post(String content) {
        return MigratedDatabase.post(chat, ann, content);
    }

    private static ChatLog impatient() {
        return new JdbcChatLog(database.connectionsBy(database.url() + "?socketTimeout=1"));
    }

    private static List<Appended> unknown() {
        return List.of(new Appended.Unknown());
    }

    private static List<Appended> busy(int size) {
        return Collections.nCopies(size, new Appended.Busy());
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
