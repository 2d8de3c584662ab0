package dev.messenger.server;

import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// One number orders a chat, for everybody who looks.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class OrderTest {

    private static final int EACH = 1000;

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final long chat;

    OrderTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
    }

    @Test
    void framesSentAtOnceArriveInTheirOrder() {
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open()) {
            List<String> contents = IntStream.range(0, 200).mapToObj(i -> "message " + i).toList();
            contents.forEach(content -> anns.send(ann.message(chat, bob, content)));

            assertThat(bobs.next(200)).extracting(it -> it.get("content")).isEqualTo(contents);
            assertThat(anns.next(200)).extracting(it -> it.get("content")).isEqualTo(contents);
        }
    }

    @Test
    void everySocketSeesTheOrderOfTheDatabase() throws Exception {
        try (LiveSocket anns = ann.open();
                LiveSocket annsOther = ann.open();
                LiveSocket bobs = bob.open();
                LiveSocket bobsOther = bob.open();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> annSends = senders.submit(() -> sendAll(anns, ann, bob));
            Future<?> bobSends = senders.submit(() -> sendAll(bobs, bob, ann));
            List<Map<String, Object>> frames = anns.next(2 * EACH);
            List<Object> seen = ids(frames);
            annSends.get();
            bobSends.get();

            assertThat(ids(annsOther.next(2 * EACH))).isEqualTo(seen);
            assertThat(ids(bobs.next(2 * EACH))).isEqualTo(seen);
            assertThat(ids(bobsOther.next(2 * EACH))).isEqualTo(seen);

            List<Long> past = new ArrayList<>();
            for (int offset : List.of(0, 300, 600)) {
                bob.past(chat, offset).forEach(it -> past.add(number(it.get("id"))));
            }
            assertThat(past).isEqualTo(longs(seen.reversed().subList(0, 900)));

            // Changes that are no messages take numbers too.
            anns.send(
                    Person.fields(
                            "type", "update_message",
                            "message_id", newestOfAnn(frames),
                            "new_content", "edited"));
            anns.send(
                    Person.fields(
                            "type", "archive_message", "deleting_message_id", seen.getFirst()));
            assertThat(anns.next(2))
                    .extracting(it -> it.get("type"))
                    .containsExactly("updated_message", "delete_message");

            try (var database = server.database()) {
                List<Object> stored =
                        TestServer.column(
                                database,
                                "SELECT id FROM messages WHERE chat_id = ? ORDER BY seq",
                                chat);
                assertThat(stored).extracting(id -> number(id)).isEqualTo(longs(seen));
                assertThat(
                                TestServer.column(
                                        database,
                                        """
                                        SELECT seq FROM messages WHERE chat_id = ?
                                        UNION ALL SELECT seq FROM changes WHERE chat_id = ?
                                        ORDER BY seq
                                        """,
                                        chat,
                                        chat))
                        .isEqualTo(
                                LongStream.rangeClosed(1, 2 * EACH + 2)
                                        .<Object>mapToObj(seq -> seq)
                                        .toList());
                assertThat(
                                TestServer.column(
                                        database, "SELECT last_seq FROM chats WHERE id = ?", chat))
                        .containsExactly(2L * EACH + 2);
            }
        }
    }

    private void sendAll(LiveSocket socket, Person from, Person to) {
        for (int i = 0; i < EACH; i++) {
            socket.send(from.message(chat, to, from.userName() + " " + i));
        }
    }

    private long newestOfAnn(List<Map<String, Object>> frames) {
        return frames.reversed().stream()
                .filter(frame -> number(frame.get("sender_id")) == ann.id())
                .mapToLong(frame -> number(frame.get("message_id")))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> ids(List<Map<String, Object>> frames) {
        List<Object> ids = new ArrayList<>();
        for (Map<String, Object> frame : frames) {
            assertThat(frame).containsEntry("type", "new_message");
            ids.add(number(frame.get("message_id")));
        }
        return ids;
    }

    private static List<Long> longs(List<Object> numbers) {
        return numbers.stream().map(number -> number(number)).toList();
    }
}
