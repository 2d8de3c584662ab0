package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A device is offline for 10,000 changes in 40 chats, and then has exactly what the database has.
///
/// Before it goes, it has seen a few messages of each chat, so that some of what it missed concerns
/// what it holds. Then as many friends write, edit and delete, all at once over sockets of their own:
/// between 55 and 445 changes in a chat.
@ExtendWith(SharedServer.class)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class CatchUpTest {

    private static final int CHATS = 40;
    private static final long CHANGES = 10_000;
    private static final int SEEN = 5;
    private static final int PAGE = 200;

    /// Most that a `hello` is answered with.
    private static final long REPLAYED = 5_000;

    private final TestServer server;
    private final Person bob;
    private final List<Writer> writers = new ArrayList<>();
    private final String epoch;
    private final DeviceCache heldBefore;
    private DeviceCache held;

    CatchUpTest(TestServer server) throws Exception {
        this.server = server;
        this.bob = server.register("Bob");
        for (int i = 0; i < CHATS; i++) {
            writers.add(new Writer(server.register("Friend"), bob, i));
        }
        this.heldBefore = new DeviceCache(chats());
        try (LiveSocket device = LiveSocket.openResumable(server.rest(), bob, "")) {
            device.send(fields("type", "hello", "token", bob.token()));
            this.epoch = String.valueOf(device.next().get("epoch"));
            until("synced", device, heldBefore);
            all(writer -> writer.post(SEEN));
            device.next(CHATS * SEEN).forEach(heldBefore::take);
        }
        this.held = heldBefore;
    }

    @BeforeAll
    void tenThousandChangesHappen() throws Exception {
        all(writer -> writer.write(10 * writer.index() + 55));
        assertThat(missed(chats())).isEqualTo(CHANGES);
    }

    @BeforeEach
    void deviceComesBack() {
        held = new DeviceCache(heldBefore);
    }

    @AfterEach
    void inEveryChatMessagesAndChangesAreOneToItsLastNumber() throws Exception {
        try (Connection database = server.database()) {
            assertThat(
                            TestServer.column(
                                    database,
                                    """
                                    SELECT id
                                    FROM chats
                                    WHERE ARRAY(SELECT generate_series(1, last_seq))
                                        <> ARRAY(SELECT seq FROM messages WHERE chat_id = chats.id
                                                 UNION ALL
                                                 SELECT seq FROM changes WHERE chat_id = chats.id
                                                 ORDER BY 1)
                                    """))
                    .isEmpty();
        }
    }

    @Test
    void catchesUpByReplay() throws Exception {
        // The smallest with the largest: half of the chats, and half of the changes.
        List<Long> outer = new ArrayList<>(chats());
        List<Long> inner = outer.subList(CHATS / 4, CHATS * 3 / 4);
        List<Long> first = List.copyOf(inner);
        inner.clear();
        for (List<Long> half : List.of(first, outer)) {
            assertThat(missed(half)).isEqualTo(REPLAYED);
            try (LiveSocket device = LiveSocket.openResumable(server.rest(), bob, "")) {
                Map<Long, Long> resume = new HashMap<>(held.positions());
                resume.keySet().retainAll(half);
                assertThat(hello(device, resume)).containsEntry("resume", "ok");
                List<Map<String, Object>> others = until("synced", device, held);
                assertThat(others)
                        .extracting(it -> it.get("type"))
                        .containsOnly("receipt", "synced");
            }
        }
        isWhatTheDatabaseHas(held);
    }

    @Test
    void catchesUpByPaging() throws Exception {
        try (LiveSocket device = LiveSocket.openResumable(server.rest(), bob, "")) {
            assertThat(hello(device, held.positions())).containsEntry("resume", "partial");
            Map<Long, Object> from = new HashMap<>();
            for (Map<String, Object> other : until("synced", device, held)) {
                if ("gap".equals(other.get("type"))) {
                    long chat = number(other.get("chat_id"));
                    assertThat(number(other.get("from"))).isEqualTo(held.position(chat) + 1);
                    from.put(chat, Map.of());
                }
            }
            assertThat(missed(chats())).as("what is left to page").isBetween(REPLAYED, CHANGES);
            while (!from.isEmpty()) {
                from.replaceAll((chat, _) -> fields("after", held.position(chat), "limit", PAGE));
                device.send(fields("type", "sync", "ref", "s", "chats", from));
                List<Map<String, Object>> page = until("synced", device, held);
                Map<?, ?> more = (Map<?, ?>) requireNonNull(page.getLast().get("more"));
                from.keySet().removeIf(chat -> !Boolean.TRUE.equals(more.get(chat.toString())));
            }
        }
        isWhatTheDatabaseHas(held);
    }

    private Map<String, Object> hello(LiveSocket device, Map<Long, Long> positions) {
        device.send(
                fields(
                        "type", "hello",
                        "token", bob.token(),
                        "resume", fields("epoch", epoch, "chats", positions)));
        Map<String, Object> welcome = device.next();
        assertThat(welcome).containsEntry("type", "welcome");
        return welcome;
    }

    /// Takes all that has a number up to a frame of a type.
    ///
    /// @return the others, that one the last
    private static List<Map<String, Object>> until(
            String last, LiveSocket device, DeviceCache cache) {
        List<Map<String, Object>> others = new ArrayList<>();
        while (true) {
            Map<String, Object> frame = device.next();
            if (frame.containsKey("seq")) {
                assertThat(frame).containsEntry("replay", true);
                cache.take(frame);
            } else {
                others.add(frame);
                if (last.equals(frame.get("type"))) {
                    return others;
                }
            }
        }
    }

    private void isWhatTheDatabaseHas(DeviceCache device) throws Exception {
        assertThat(missed(chats())).as("changes that did not come").isZero();
        Map<Long, String> stored = new HashMap<>();
        try (Connection database = server.database();
                var query =
                        database.prepareStatement(
                                """
                                SELECT id, content
                                FROM messages
                                WHERE chat_id = ANY(?) AND archived_at IS NULL
                                """)) {
            query.setArray(1, database.createArrayOf("bigint", chats().toArray()));
            var rows = query.executeQuery();
            while (rows.next()) {
                stored.put(rows.getLong("id"), rows.getString("content"));
            }
        }
        assertThat(stored).hasSizeGreaterThan((int) CHANGES / 2);
        assertThat(device.messages()).isEqualTo(stored);
    }

    /// How many numbers of these chats the device does not have yet.
    private long missed(Collection<Long> chats) throws Exception {
        try (Connection database = server.database()) {
            long missed = 0;
            for (long chat : chats) {
                missed +=
                        number(
                                        TestServer.column(
                                                        database,
                                                        "SELECT last_seq FROM chats WHERE id = ?",
                                                        chat)
                                                .getFirst())
                                - held.position(chat);
            }
            return missed;
        }
    }

    private List<Long> chats() {
        return writers.stream().map(Writer::chat).toList();
    }

    private interface Work {
        void of(Writer writer);
    }

    private void all(Work work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            IntStream.range(0, CHATS)
                    .mapToObj(writers::get)
                    .forEach(writer -> done.add(threads.submit(() -> work.of(writer))));
            for (Future<?> one : done) {
                one.get();
            }
        }
    }
}
