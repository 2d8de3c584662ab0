package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What WIRE's Part 2 says of sockets, from the JDK's WebSocket over TLS.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class ResumableSocketsTest {

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final long chat;

    ResumableSocketsTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
    }

    // Hello

    @Test
    void whoSaysHelloIsWelcomedToldOfTheHeadsAndSynced() {
        try (LiveSocket socket = open(ann)) {
            socket.send(fields("type", "hello", "ref", "1", "token", ann.token()));
            Map<String, Object> welcome = socket.next();
            assertThat(welcome)
                    .containsOnlyKeys(
                            "type",
                            "ref",
                            "user_id",
                            "session_id",
                            "epoch",
                            "server_time",
                            "heartbeat_ms",
                            "resume",
                            "limits",
                            "heads")
                    .containsEntry("type", "welcome")
                    .containsEntry("ref", "1")
                    .containsEntry("resume", "ok")
                    .containsEntry("heartbeat_ms", 25_000)
                    .containsEntry(
                            "limits", Map.of("frame_bytes", 65_536, "inflight", 64, "replay", 500))
                    .containsEntry("heads", Map.of(Long.toString(chat), 0));
            assertThat(number(welcome.get("user_id"))).isEqualTo(ann.id());
            assertThat(socket.next()).containsEntry("type", "receipt");
            assertThat(socket.next()).containsEntry("type", "receipt");
            assertThat(socket.next()).isEqualTo(Map.of("type", "synced", "ref", "1"));
        }
    }

    @Test
    void aTokenOfTheUpgradeStandsInForTheHellos() {
        try (LiveSocket socket =
                LiveSocket.openResumable(server.rest(), ann, "Bearer " + ann.token())) {
            socket.send(fields("type", "hello"));
            assertThat(socket.next()).containsEntry("type", "welcome");
        }
    }

    @Test
    void anotherFirstFrameClosesWith4000() {
        LiveSocket socket = open(ann);
        socket.send(fields("type", "read", "chat_id", chat, "seq", 1));
        assertThat(socket.closeCode()).isEqualTo(4000);
    }

    @Test
    void aSecondHelloClosesWith4000() {
        LiveSocket socket = hello(ann);
        socket.send(fields("type", "hello", "token", ann.token()));
        assertThat(socket.closeCode()).isEqualTo(4000);
    }

    @Test
    void aTokenThatIsNotValidIsRefusedAndClosesWith4001() {
        LiveSocket socket = open(ann);
        socket.send(fields("type", "hello", "ref", "1", "token", "nonsense"));
        assertThat(socket.next())
                .containsEntry("type", "error")
                .containsEntry("ref", "1")
                .containsEntry("code", "unauthorized");
        assertThat(socket.closeCode()).isEqualTo(4001);
    }

    @Test
    void whoSaysNothingIsClosedWith4002() {
        assertThat(open(ann).closeCode()).isEqualTo(4002);
    }

    @Test
    void anEndedSessionClosesItsSocketWith4001() {
        LiveSocket socket = hello(ann);
        server.rest().post("/logout", ann.token(), Map.of());
        assertThat(socket.closeCode()).isEqualTo(4001);
    }

    // Changes

    @Test
    void whatIsSentIsAckedAndToldToAllOtherSockets() {
        try (LiveSocket phone = hello(ann);
                LiveSocket laptop = hello(ann);
                LiveSocket bobs = hello(bob);
                LiveSocket old = bob.open()) {
            UUID key = UUID.randomUUID();
            phone.send(message(key, "hi"));
            Map<String, Object> ack = phone.next();
            assertThat(ack)
                    .containsOnlyKeys(
                            "type",
                            "ref",
                            "client_msg_id",
                            "message_id",
                            "chat_id",
                            "seq",
                            "time_of_day")
                    .containsEntry("type", "ack")
                    .containsEntry("ref", "7")
                    .containsEntry("client_msg_id", key.toString())
                    .containsEntry("seq", 1);
            for (LiveSocket other : List.of(laptop, bobs)) {
                assertThat(other.next())
                        .containsOnlyKeys(
                                "type",
                                "message_id",
                                "chat_id",
                                "seq",
                                "sender_id",
                                "recipient_id",
                                "content",
                                "time_of_day",
                                "is_readed",
                                "is_edited",
                                "file_name",
                                "fileType",
                                "client_msg_id")
                        .containsEntry("type", "new_message")
                        .containsEntry("message_id", ack.get("message_id"))
                        .containsEntry("seq", 1)
                        .containsEntry("client_msg_id", key.toString());
            }
            assertThat(old.next())
                    .as("Part 1 knows none of the new fields")
                    .containsOnlyKeys(
                            "type",
                            "message_id",
                            "chat_id",
                            "sender_id",
                            "recipient_id",
                            "content",
                            "time_of_day",
                            "is_readed",
                            "is_edited",
                            "file_name",
                            "fileType");
        }
    }

    @Test
    void aLegacyMessageIsToldWithItsNumber() {
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = hello(bob)) {
            anns.send(ann.message(chat, bob, "old style"));
            assertThat(bobs.next())
                    .containsEntry("type", "new_message")
                    .containsEntry("seq", 1)
                    .containsEntry("content", "old style");
        }
    }

    @Test
    void aResendIsRecognisedAndOtherContentUnderItsKeyRefused() {
        UUID key = UUID.randomUUID();
        Map<String, Object> first;
        try (LiveSocket anns = hello(ann)) {
            first = anns.send(message(key, "once")).next();
        }
        try (LiveSocket again = hello(ann);
                LiveSocket bobs = hello(bob)) {
            assertThat(again.send(message(key, "once")).next())
                    .containsEntry("dup", true)
                    .containsEntry("seq", first.get("seq"))
                    .containsEntry("message_id", first.get("message_id"));
            assertThat(again.send(message(key, "twice")).next())
                    .containsEntry("type", "error")
                    .containsEntry("ref", "7")
                    .containsEntry("code", "client_msg_id_reused");
            again.send(message(UUID.randomUUID(), "next"));
            assertThat(bobs.next()).containsEntry("content", "next").containsEntry("seq", 2);
        }
    }

    @Test
    void editsAndDeletionsTakeNumbersToo() {
        try (LiveSocket anns = hello(ann);
                LiveSocket bobs = hello(bob)) {
            int id = id(anns.send(message(UUID.randomUUID(), "draft")).next());
            bobs.next();
            anns.send(
                    fields(
                            "type", "update_message",
                            "ref", "8",
                            "message_id", id,
                            "new_content", "final"));
            assertThat(anns.next())
                    .isEqualTo(
                            fields(
                                    "type",
                                    "ack",
                                    "ref",
                                    "8",
                                    "message_id",
                                    id,
                                    "chat_id",
                                    (int) chat,
                                    "seq",
                                    2));
            assertThat(bobs.next())
                    .containsEntry("type", "updated_message")
                    .containsEntry("new_content", "final")
                    .containsEntry("seq", 2);
            anns.send(fields("type", "archive_message", "ref", "9", "deleting_message_id", id));
            assertThat(anns.next()).containsEntry("seq", 3);
            assertThat(bobs.next())
                    .isEqualTo(
                            fields(
                                    "type",
                                    "delete_message",
                                    "message_id",
                                    id,
                                    "chat_id",
                                    (int) chat,
                                    "seq",
                                    3));
            anns.send(fields("type", "archive_chat", "ref", "10", "chat_id", chat));
            assertThat(anns.next()).containsEntry("seq", 4);
            assertThat(bobs.next())
                    .isEqualTo(fields("type", "deleted_chat", "chat_id", (int) chat, "seq", 4));
        }
    }

    // Resume

    @Test
    void whoComesBackGetsEachNumberOnceAsItIsNow() {
        String epoch;
        int edited;
        try (LiveSocket anns = hello(ann)) {
            anns.send(message(UUID.randomUUID(), "seen"));
            anns.next();
        }
        try (LiveSocket anns = open(ann)) {
            epoch = String.valueOf(welcome(anns, ann, Map.of()).get("epoch"));
            sync(anns);
            edited = id(anns.send(message(UUID.randomUUID(), "draft")).next());
            int gone = id(anns.send(message(UUID.randomUUID(), "oops")).next());
            anns.send(
                    fields("type", "update_message", "message_id", edited, "new_content", "final"));
            anns.next();
            anns.send(fields("type", "archive_message", "deleting_message_id", gone));
            anns.next();
        }
        try (LiveSocket bobs = open(bob)) {
            Map<String, Object> welcome = welcome(bobs, bob, resume(epoch, 1));
            assertThat(welcome)
                    .containsEntry("resume", "ok")
                    .containsEntry("heads", Map.of(Long.toString(chat), 5));
            List<Map<String, Object>> missed = bobs.next(4);
            assertThat(missed).extracting(frame -> frame.get("seq")).containsExactly(2, 3, 4, 5);
            assertThat(missed).allSatisfy(frame -> assertThat(frame).containsEntry("replay", true));
            assertThat(missed)
                    .extracting(frame -> frame.get("type"))
                    .containsExactly(
                            "new_message", "delete_message", "updated_message", "delete_message");
            assertThat(missed.getFirst())
                    .containsEntry("content", "final")
                    .containsEntry("message_id", edited);
            sync(bobs);
        }
    }

    @Test
    void anotherEpochResets() {
        try (LiveSocket anns = open(ann)) {
            assertThat(welcome(anns, ann, resume("other", 0))).containsEntry("resume", "reset");
            sync(anns);
        }
    }

    @Test
    void whoMissedTooMuchGetsAGapAndPagesItBySync() {
        String epoch;
        try (LiveSocket anns = open(ann)) {
            epoch = String.valueOf(welcome(anns, ann, Map.of()).get("epoch"));
            sync(anns);
            for (int i = 0; i < 600; i++) {
                anns.send(message(UUID.randomUUID(), "m" + i));
            }
            anns.next(600);
        }
        try (LiveSocket bobs = open(bob)) {
            assertThat(welcome(bobs, bob, resume(epoch, 0))).containsEntry("resume", "partial");
            assertThat(bobs.next())
                    .isEqualTo(fields("type", "gap", "chat_id", (int) chat, "from", 1, "to", 600));
            sync(bobs);
            bobs.send(
                    fields(
                            "type", "sync",
                            "ref", "s",
                            "chats",
                                    Map.of(Long.toString(chat), Map.of("after", 0, "limit", 400))));
            List<Map<String, Object>> page = bobs.next(400);
            assertThat(page.getFirst()).containsEntry("seq", 1);
            assertThat(page.getLast()).containsEntry("seq", 400);
            assertThat(sync(bobs)).containsEntry("more", Map.of(Long.toString(chat), true));
            bobs.send(
                    fields(
                            "type",
                            "sync",
                            "chats",
                            Map.of(Long.toString(chat), Map.of("after", 400))));
            assertThat(bobs.next(200).getLast()).containsEntry("seq", 600);
            assertThat(sync(bobs)).containsEntry("more", Map.of(Long.toString(chat), false));
        }
    }

    // Receipts

    @Test
    void receivedAndReadAreToldToAllOfBothPartsInTheirOwnWay() {
        try (LiveSocket anns = hello(ann);
                LiveSocket old = ann.open();
                LiveSocket bobs = hello(bob)) {
            int id = id(anns.send(message(UUID.randomUUID(), "hi")).next());
            old.next();
            bobs.next();
            bobs.send(fields("type", "received", "chats", Map.of(Long.toString(chat), 1)));
            for (LiveSocket socket : List.of(anns, bobs)) {
                assertThat(socket.next()).isEqualTo(receipt(bob, 1, 0));
            }
            bobs.send(fields("type", "read", "chat_id", chat, "seq", 99));
            for (LiveSocket socket : List.of(anns, bobs)) {
                assertThat(socket.next()).as("clamped").isEqualTo(receipt(bob, 1, 1));
            }
            assertThat(old.next())
                    .isEqualTo(
                            fields(
                                    "type",
                                    "readed_message",
                                    "message_id",
                                    id,
                                    "is_readed",
                                    true,
                                    "recipient_id",
                                    (int) bob.id(),
                                    "sender_id",
                                    (int) ann.id()));
        }
    }

    @Test
    void whatALegacySocketReceivesAndReadsMovesItsMarks() {
        try (LiveSocket anns = hello(ann);
                LiveSocket old = bob.open()) {
            anns.send(message(UUID.randomUUID(), "hi"));
            anns.next();
            int id = id(old.next());
            assertThat(anns.next()).isEqualTo(receipt(bob, 1, 0));
            old.send(fields("type", "is_readed_message", "message_id", id));
            assertThat(anns.next()).isEqualTo(receipt(bob, 1, 1));
        }
    }

    // Refusals

    @Test
    void aRefusalCarriesTheRefAndTheSocketLives() {
        try (LiveSocket anns = hello(ann)) {
            anns.send(fields("type", "nonsense", "ref", "1"));
            assertThat(anns.next()).containsEntry("code", "unknown_type").containsEntry("ref", "1");
            anns.send(fields("type", "new_message", "ref", "2", "chat_id", chat, "content", ""));
            assertThat(anns.next())
                    .containsEntry("code", "missing_field")
                    .containsEntry("field", "client_msg_id")
                    .containsEntry("ref", "2");
            Person eve = server.register("Eve");
            long theirs = eve.chatWith(bob);
            for (Object foreign : List.of(theirs, 1_000_000_000)) {
                Map<String, Object> strange = message(UUID.randomUUID(), "let me in");
                strange.put("chat_id", foreign);
                assertThat(anns.send(strange).next())
                        .containsEntry("code", "not_found")
                        .containsEntry("ref", "7");
                anns.send(
                        fields(
                                "type", "sync",
                                "ref", "3",
                                "chats", Map.of(foreign.toString(), Map.of("after", 0))));
                assertThat(anns.next())
                        .containsEntry("code", "not_found")
                        .containsEntry("ref", "3");
            }
            assertThat(anns.send(message(UUID.randomUUID(), "still here")).next())
                    .containsEntry("type", "ack");
        }
    }

    private LiveSocket open(Person person) {
        return LiveSocket.openResumable(server.rest(), person, "");
    }

    /// A socket that is live in all chats.
    private LiveSocket hello(Person person) {
        LiveSocket socket = open(person);
        welcome(socket, person, Map.of());
        sync(socket);
        return socket;
    }

    private static Map<String, Object> welcome(
            LiveSocket socket, Person person, Map<String, Object> resume) {
        Map<String, Object> hello = fields("type", "hello", "token", person.token());
        hello.putAll(resume);
        Map<String, Object> welcome = socket.send(hello).next();
        assertThat(welcome).containsEntry("type", "welcome");
        return welcome;
    }

    private Map<String, Object> resume(String epoch, long seq) {
        return fields("resume", fields("epoch", epoch, "chats", Map.of(Long.toString(chat), seq)));
    }

    /// Takes receipts up to `synced`.
    private static Map<String, Object> sync(LiveSocket socket) {
        List<Map<String, Object>> frames = new ArrayList<>();
        do {
            frames.add(socket.next());
        } while (Objects.equals(frames.getLast().get("type"), "receipt"));
        assertThat(frames.getLast()).containsEntry("type", "synced");
        return frames.getLast();
    }

    private Map<String, Object> message(UUID key, String content) {
        return fields(
                "type",
                "new_message",
                "ref",
                "7",
                "client_msg_id",
                key.toString(),
                "chat_id",
                chat,
                "content",
                content);
    }

    private Map<String, Object> receipt(Person user, int delivered, int read) {
        return fields(
                "type",
                "receipt",
                "chat_id",
                (int) chat,
                "user_id",
                (int) user.id(),
                "delivered_seq",
                delivered,
                "read_seq",
                read);
    }

    private static int id(Map<String, Object> frame) {
        return (int) number(frame.get("message_id"));
    }
}
