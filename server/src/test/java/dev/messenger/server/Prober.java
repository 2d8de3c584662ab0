package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sends cases to a server, one after the other, and checks all that must hold after each: the answer,
/// what becomes of the connection, that no table changed and nothing was logged, that it took no
/// second, and that the next good request is served.
///
/// A connection is kept for as long as the server keeps it.
final class Prober implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final TestServer server;
    private final Person ann;
    private final Complaints complaints = Complaints.listen();
    private final Connection database;
    private final List<Object> tables;
    private final PreparedStatement counts;
    private Map<Object, Long> stored;

    private @Nullable RawConnection connection;
    private @Nullable RawSocket socket;

    /// @param ann has an avatar
    Prober(TestServer server, Person ann) throws IOException, SQLException {
        this.server = server;
        this.ann = ann;
        database = server.database();
        tables =
                TestServer.column(
                        database,
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
        counts =
                database.prepareStatement(
                        tables.stream()
                                .map(table -> "(SELECT count(*) FROM \"" + table + "\")")
                                .collect(Collectors.joining(", ", "SELECT ", "")));
        stored = count();
    }

    void probe(RequestCase one) throws IOException, SQLException {
        inTime(() -> ask(one));
    }

    void probe(FrameCase one) throws IOException, SQLException {
        inTime(() -> ask(one));
    }

    private interface Attempt {
        /// @return how long the answer, and the end if it must follow, took
        Duration run() throws IOException, SQLException;
    }

    /// What took too long once may be the machine's fault; twice, it is the server's.
    private void inTime(Attempt attempt) throws IOException, SQLException {
        complaints.taken();
        try {
            Duration took = attempt.run();
            if (took.compareTo(LONGEST) > 0) {
                took = attempt.run();
            }
            assertThat(took).isLessThan(LONGEST);
        } catch (IOException | RuntimeException | AssertionError e) {
            stored = count();
            hangUp();
            throw e;
        }
    }

    private Duration ask(RequestCase one) throws IOException, SQLException {
        RawConnection to = connected();
        long began = System.nanoTime();
        to.write(one.bytes());
        String answer = RequestCase.NONE;
        if (one.hangsUp()) {
            to.finish();
        } else {
            RawConnection.Answer read = to.read();
            answer = told(read);
        }
        assertThat(one.answers()).contains(answer);
        if (one.fate() == RequestCase.Fate.CLOSES) {
            assertThat(to.in().read()).as("what follows the only answer").isNegative();
            to.close();
            connection = null;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String good =
                told(
                        connected()
                                .post(
                                        "/avatar_download",
                                        "application/json",
                                        utf8("{\"user_id\":" + ann.id() + "}")));
        assertThat(good).as("the next good request").isEqualTo("200");
        check(answer.equals("200") ? one.grows() : "");
        return took;
    }

    private static String told(RawConnection.Answer answer) {
        if (answer.status() < 400) {
            return Integer.toString(answer.status());
        }
        assertThat(answer.json().get("message")).asString().endsWith(".");
        return answer.refusal();
    }

    private Duration ask(FrameCase one) throws IOException, SQLException {
        RawSocket to = open();
        long began = System.nanoTime();
        to.send(one.bytes());
        boolean answered = !one.answers().contains(FrameCase.NONE);
        String answer = answered ? to.next() : FrameCase.NONE;
        assertThat(one.answers()).contains(answer);
        if (answer.startsWith("close")) {
            assertThat(to.hasEnded()).isTrue();
            to.close();
            socket = null;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String good =
                open().send(
                                RawSocket.text(
                                        utf8(
                                                "{\"type\":\"get_chats\",\"user_id\":"
                                                        + ann.id()
                                                        + "}")))
                        .next();
        assertThat(good).as("the next good frame").isEqualTo("get_chats");
        check(answer.startsWith("error") || answer.startsWith("close") ? "" : one.grows());
        return took;
    }

    private RawConnection connected() throws IOException {
        if (connection == null) {
            connection = new RawConnection(server);
        }
        return Objects.requireNonNull(connection);
    }

    private RawSocket open() throws IOException {
        if (socket == null) {
            socket = new RawSocket(server, ann);
        }
        return Objects.requireNonNull(socket);
    }

    /// @param grows may have one row more
    private void check(String grows) throws SQLException {
        Map<Object, Long> now = count();
        Map<Object, Long> expected = new LinkedHashMap<>(stored);
        expected.computeIfPresent(
                grows, (table, rows) -> Objects.equals(now.get(table), rows + 1) ? rows + 1 : rows);
        assertThat(now).as("rows of all tables").isEqualTo(expected);
        stored = now;
        assertThat(complaints.taken()).as("logged").isEmpty();
    }

    private Map<Object, Long> count() throws SQLException {
        try (var row = counts.executeQuery()) {
            row.next();
            Map<Object, Long> rows = new LinkedHashMap<>();
            for (int i = 0; i < tables.size(); i++) {
                rows.put(tables.get(i), row.getLong(i + 1));
            }
            return rows;
        }
    }

    /// Ends what is kept: the next case begins anew.
    void hangUp() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException, SQLException {
        hangUp();
        database.close();
        complaints.close();
    }
}
