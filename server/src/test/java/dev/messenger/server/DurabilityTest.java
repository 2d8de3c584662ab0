package dev.messenger.server;

import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What was seen once is there for good.
@Timeout(180)
final class DurabilityTest {

    private static final int SEEN_BEFORE_THE_KILL = 300;

    /// For both tests: a database takes seconds to make.
    @TempDir private static Path dataDir;

    @TempDir private Path elsewhere;

    @Test
    void aKillLosesNothingThatWasSeen() throws Exception {
        Map<Long, String> seen = new LinkedHashMap<>();
        Person ann;
        long chat;
        try (ServerProcess server = ServerProcess.start(dataDir);
                Rest rest = new Rest(server.port(), dataDir.resolve("certificate.pem"))) {
            ann = Person.register(rest, "Ann");
            Person bob = Person.register(rest, "Bob");
            chat = ann.chatWith(bob);

            ServerProcess.Ended second = ServerProcess.startInVain(dataDir, elsewhere);
            assertThat(second.code()).isEqualTo(Main.CANNOT_START);
            assertThat(second.errors())
                    .singleElement()
                    .asString()
                    .startsWith("messenger: ")
                    .endsWith(".");

            Person sender = ann;
            try (LiveSocket anns = ann.open();
                    LiveSocket bobs = bob.open()) {
                Thread sending =
                        Thread.ofVirtual().start(() -> sendOnAndOn(anns, sender, bob, chat));
                bobs.next(SEEN_BEFORE_THE_KILL).forEach(frame -> note(frame, seen));
                server.kill();
                bobs.ended();
                for (var frame = bobs.poll(); frame.isPresent(); frame = bobs.poll()) {
                    note(frame.get(), seen);
                }
                sending.join();
            }
        }

        try (TestServer again = TestServer.on(dataDir)) {
            Person back = Person.logIn(again.rest(), ann.login());
            assertThat(past(back, chat)).containsAllEntriesOf(seen);
            try (var database = again.database()) {
                assertThat(TestServer.column(database, "SHOW fsync")).containsExactly("on");
                assertThat(TestServer.column(database, "SHOW synchronous_commit"))
                        .containsExactly("on");
                List<Object> numbers =
                        TestServer.column(
                                database,
                                "SELECT seq FROM messages WHERE chat_id = ? ORDER BY seq",
                                chat);
                assertThat(numbers)
                        .isEqualTo(
                                LongStream.rangeClosed(1, numbers.size())
                                        .<Object>mapToObj(seq -> seq)
                                        .toList());
            }
        }
    }

    @Test
    void aRestartKeepsEverything() throws Exception {
        byte[] content = new byte[100_000];
        new Random(3).nextBytes(content);
        String avatar =
                Base64.getEncoder().encodeToString("<svg/>".getBytes(StandardCharsets.UTF_8));
        Person ann;
        Person bob;
        long chat;
        Map<String, Object> before;
        try (TestServer server = TestServer.on(dataDir)) {
            ann = server.register("Ann");
            bob = server.register("Bob");
            chat = ann.chatWith(bob);
            server.rest().post("/avatar_upload", ann.signed("user_id", "file", avatar)).json();
            try (LiveSocket anns = ann.open()) {
                anns.send(ann.message(chat, bob, "Hi"));
                anns.send(ann.message(chat, bob, "", "a.bin", ann.upload("a.bin", content)));
                anns.next(2);
            }
            before = everything(server, ann, bob, chat);
            assertThat(before.toString()).contains("Hi", "a.bin", avatar);
            LiveSocket bobs = bob.open();

            server.stop();

            assertThat(bobs.closeCode()).as("service restart").isEqualTo(1012);
        }

        try (TestServer server = TestServer.on(dataDir)) {
            assertThat(everything(server, ann, bob, chat)).isEqualTo(before);
            try (LiveSocket same = LiveSocket.openWithToken(server.rest(), ann)) {
                same.hasNothingElse();
            }
        }
    }

    /// What the two can see.
    private static Map<String, Object> everything(
            TestServer server, Person ann, Person bob, long chat) {
        Map<String, Object> all = new LinkedHashMap<>();
        Person back = Person.logIn(server.rest(), bob.login());
        List<Map<String, Object>> past = back.past(chat, 0);
        all.put("past", past);
        try (LiveSocket bobs = back.open()) {
            all.put("chats", bobs.chats());
        }
        all.put(
                "avatar",
                server.rest().post("/avatar_download", Map.of("user_id", ann.id())).json());
        Rest.Answer file =
                server.rest()
                        .post(
                                "/file_download",
                                back.signed(
                                        "user_id",
                                        "message_id",
                                        number(past.getFirst().get("id"))));
        assertThat(file.status()).isEqualTo(200);
        all.put("file", Base64.getEncoder().encodeToString(file.bytes()));
        all.put("etag", file.header("ETag"));
        return all;
    }

    private static void sendOnAndOn(LiveSocket from, Person ann, Person bob, long chat) {
        try {
            for (int i = 0; ; i++) {
                from.send(ann.message(chat, bob, "message " + i));
            }
        } catch (CompletionException killed) {
            // As it must come.
        }
    }

    private static void note(Map<String, Object> frame, Map<Long, String> seen) {
        assertThat(frame).containsEntry("type", "new_message");
        seen.put(number(frame.get("message_id")), String.valueOf(frame.get("content")));
    }

    /// All messages of a chat, page by page.
    private static Map<Long, String> past(Person reader, long chat) {
        Map<Long, String> all = new LinkedHashMap<>();
        while (true) {
            Rest.Answer page =
                    reader.rest()
                            .post(
                                    "/get_past_messages",
                                    reader.signed("id", "chat_id", chat, "offset", all.size()));
            if (page.status() == 404) {
                return all;
            }
            page.rows()
                    .forEach(
                            message ->
                                    all.put(
                                            number(message.get("id")),
                                            String.valueOf(message.get("content"))));
        }
    }
}
